// A token of a counterfactual that is put somewhere: dropped on it, or by a key.
import type { Action } from "../code/codeFor";
import { placeName } from "../model/places";
import type { Carried } from "../store/page";
import { PATCH } from "./operations";
import type { Problem, State } from "./records";
import { otherPosition } from "./refusals";
import { toggled } from "./toggle";

/** Where nothing is selected, the whole stream at its start is meant: the token itself. */
const START = "resid_pre.0";

/** The components that a token dropped on the prompt goes to. */
export function receiving(selection: readonly string[]): readonly string[] {
  return selection.length > 0 ? selection : [START];
}

/** The act that patches components from that prompt at the token's position. */
export function patching(state: State, carried: Carried, components: readonly string[]): Action | null {
  const way = { label: "patch", operation: PATCH, source: carried.prompt };
  return toggled(state, { brush: [carried.position] }, way, components);
}

/** Why it can't be put at a token of the prompt; null where it can. */
export function misplaced(state: State, { prompt, position }: Carried, at: number): Problem | null {
  if (position === at) return null;
  const other = state.counterfactuals.find(({ name }) => name === prompt);
  const named = (text: string | undefined, index: number) => placeName(text ?? "", index, 24);
  return otherPosition(
    named(other?.tokens[position]?.text, position),
    named(state.clean?.tokens[at]?.text, at),
  );
}
