import { actsAt } from "./aim";
import type { Intervention, State } from "./records";
import { sameSet } from "./sameSet";

/** The record that scales exactly these components at exactly these positions. */
export function scaledThere(
  state: State,
  components: readonly string[],
  positions: "all" | readonly number[],
): Intervention | undefined {
  return state.interventions.find(
    (found) =>
      found.operation.op === "scale" && sameSet(found.targets, components) && actsAt(found, positions),
  );
}
