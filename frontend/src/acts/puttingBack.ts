// The acts that put back what a person's code changed. Pure.
import type { ChangedWeight, RestoreWeights } from "@trafolab/viz";

/** Puts one found change back. A tensor that several components share is named by the component. */
export function puttingBack(
  { tensor, component }: ChangedWeight,
  all: readonly ChangedWeight[],
): RestoreWeights {
  const shared = all.filter((other) => other.tensor === tensor).length > 1;
  return { kind: "restore_weights", targets: [shared ? component : tensor] };
}

/** Puts every weight back. */
export const PUT_ALL_BACK: RestoreWeights = { kind: "restore_weights", targets: [] };
