// Whether an experiment can be made once more on what there is now. Pure.
import type { Problem, State } from "../acts/records";
import { hindrance } from "./hindrance";
import type { Draft, Spec } from "./starting";

/** Why it can't, with the way out; null where it can. */
export function hindersAgain(state: State, spec: Spec): Problem | null {
  return hindrance(state, asking(spec));
}

function asking(spec: Spec): Pick<Draft, "put" | "source" | "over"> {
  const { source } = spec;
  if (spec.experiment === "sweep") return { put: spec.ablate ?? "prompt", source, over: spec.over };
  if (spec.experiment === "faithfulness") {
    const put = spec.operation === "patch" ? "prompt" : spec.operation;
    return { put, source, over: spec.over };
  }
  return { put: "prompt", source, over: spec.over };
}
