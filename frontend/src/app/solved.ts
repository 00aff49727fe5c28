// Whether what stood in the way of an act is out of the way by now. Pure.
import type { Problem, State } from "../acts/records";
import { lengthsDiffer } from "../acts/refusals";
import { STANDING } from "../store/lab";

/** True only of problems that the state can tell to be over; others stay until somebody has read them. */
export function solved({ code, subject, what }: Problem, state: State): boolean {
  switch (code) {
    case "not_ready":
      return state.model !== null;
    case "no_prompt":
      return state.clean !== null;
    case "no_counterfactual":
      return state.counterfactuals.length > 0;
    case "other_length":
      return lengthsDiffer(state, subject) === null;
    case STANDING:
      return !state.problems.includes(what);
    default:
      return false;
  }
}
