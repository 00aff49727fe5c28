import { actsAt } from "./aim";
import type { Intervention, State } from "./records";

/** The record that scales exactly these components at exactly these positions. */
export function scaledThere(
  state: State,
  components: readonly string[],
  positions: "all" | readonly number[],
): Intervention | undefined {
  const wanted = JSON.stringify(components.toSorted());
  return state.interventions.find(
    (found) =>
      found.operation.op === "scale" &&
      JSON.stringify(found.targets.toSorted()) === wanted &&
      actsAt(found, positions),
  );
}
