// What a person's code changed, and the acts that put it back. Pure.
import type { ChangedWeight, Findings, RestoreWeights } from "@trafolab/viz";

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

/** `2 hooks, 1 weight`; `weights moving` while they do. */
export function summary({ hooks, weights, moving, flags }: Findings): string {
  if (moving) return "weights moving";
  return [counted(hooks.length, "hook"), counted(weights.length, "weight"), counted(flags.length, "flag")]
    .filter(Boolean)
    .join(", ");
}

/** The same in the signs that the map has for it, where the bar is narrow. */
export function signs({ hooks, weights, moving, flags }: Findings): string {
  if (moving) return "Δ …";
  const parts: [string, number][] = [
    ["‹/›", hooks.length],
    ["Δ", weights.length],
    ["⚑", flags.length],
  ];
  return parts.flatMap(([sign, n]) => (n === 0 ? [] : [`${sign} ${n}`])).join("  ");
}

function counted(n: number, noun: string): string {
  return n === 0 ? "" : `${n} ${noun}${n === 1 ? "" : "s"}`;
}
