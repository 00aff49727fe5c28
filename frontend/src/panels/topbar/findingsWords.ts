// What a person's code changed, in few words. Pure.
import type { Findings } from "@trafolab/viz";
import { counted } from "../../ui/numbers";

/** `2 hooks, 1 weight`; `weights moving` while they do. */
export function summary({ hooks, weights, moving, flags }: Findings): string {
  if (moving) return "weights moving";
  const parts: [number, string][] = [
    [hooks.length, "hook"],
    [weights.length, "weight"],
    [flags.length, "flag"],
  ];
  return parts.flatMap(([n, noun]) => (n === 0 ? [] : counted(n, noun))).join(", ");
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

/** What takes a person's hooks off the model. */
export function resetHooks(hooks: Findings["hooks"]): string {
  const some = hooks.some(({ permanent }) => permanent);
  return some ? "model.reset_hooks(including_permanent=True)" : "model.reset_hooks()";
}
