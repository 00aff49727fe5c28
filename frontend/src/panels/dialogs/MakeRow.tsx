import type { Problem } from "@trafolab/viz";
import type { ReactNode } from "react";
import { codeFor } from "../../code/codeFor";
import { CodeLine } from "../../ui/CodeLine";
import { ProblemLine } from "../../ui/ProblemLine";
import type { Drafted } from "./drafted";

interface MakeRowProps {
  readonly drafted: Drafted;
  readonly label: string;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Beside the problem: the way out. */
  readonly remedy?: ReactNode;
}

/** The end of a form: its button, why it was refused, and its line of Python. What comes and goes stands below the
 * button, which keeps its place. */
export function MakeRow({ drafted, label, busy, problem, remedy }: MakeRowProps) {
  const missing = "missing" in drafted ? drafted.missing : null;
  return (
    <>
      <div className="form-row form-make">
        <button type="submit" className="button primary" disabled={missing !== null || busy}>
          {busy ? "Running the prompts…" : label}
        </button>
        {missing !== null && <small>{missing}</small>}
      </div>
      <div className="form-refusal">
        <ProblemLine problem={problem} />
        {remedy}
      </div>
      {"action" in drafted && (
        <div className="form-code">
          <CodeLine code={codeFor(drafted.action)} />
        </div>
      )}
    </>
  );
}
