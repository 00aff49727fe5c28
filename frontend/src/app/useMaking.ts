import type { Problem } from "@trafolab/viz";
import { useState } from "react";
import type { Action } from "../code/codeFor";
import { useLaboratory } from "./context";

/** An act of a form: while it is under way, and why it was refused. `done` is called when it was carried out. */
export function useMaking(done: () => void) {
  const { acts } = useLaboratory();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function make(action: Action): Promise<void> {
    setBusy(true);
    setProblem(null);
    const refused = await acts.make(action);
    setBusy(false);
    setProblem(refused);
    if (!refused) done();
  }
  return { make, busy, problem };
}
