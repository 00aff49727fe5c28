// What a sweep over pairs tells apart beside layers and heads. Pure.
import type { PairSet } from "@trafolab/viz";
import type { Apart } from "./starting";

export const APART: Readonly<Record<Apart, string>> = {
  role: "× role",
  pos: "× position",
  none: "all positions together",
};

/** Entries of patterns, which are at positions whatever is said. */
export const ENTRIES = "pattern_entry";

/** Positions are alike where all prompts have as many tokens. */
export function apartIn({ lengths }: PairSet, byPosition: boolean, what = ""): readonly Apart[] {
  const places: readonly Apart[] = lengths.length === 1 ? ["role", "pos"] : ["role"];
  if (what === ENTRIES) return places;
  return byPosition ? [...places, "none"] : ["none", ...places];
}

/** What is told apart where nothing is said, as the kernel has it. */
export function usualApart({ roles, lengths }: PairSet, byPosition: boolean): Apart {
  if (!byPosition) return "none";
  return roles.length > 1 || lengths.length > 1 ? "role" : "pos";
}

/** What stays told apart when other places are chosen: what was seen to be, as long as that was something. */
export function keptApart(pairs: PairSet, byPosition: boolean, by: Apart | null): Apart | null {
  const usual = usualApart(pairs, byPosition);
  return by ?? (usual === "none" ? null : usual);
}
