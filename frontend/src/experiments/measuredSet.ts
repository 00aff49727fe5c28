// The set of pairs that the metric is a mean over: experiments that are begun by one click go over it too. Pure.
import type { PairSet } from "@trafolab/viz";
import type { State } from "../acts/records";
import type { Apart, Draft } from "./starting";

/** The set, where the metric is one over pairs; null where it is one of the prompt, or the set is gone. */
export function measuredSet(state: Pick<State, "metric" | "pairs"> | null): PairSet | null {
  const name = state?.metric?.pairs ?? null;
  return state?.pairs.find((set) => set.name === name) ?? null;
}

/** A draft that is to go over a set, if any; places are told apart by what its pairs have in common. */
export function overSet(draft: Draft, set: PairSet | null): Draft {
  if (set === null) return draft;
  return { ...draft, over: set.name, source: null, by: draft.byPosition ? commonTo(set) : null };
}

/** Positions where all have one length and no places with a name but the last. */
function commonTo({ roles, lengths }: PairSet): Apart {
  return roles.length > 1 || lengths.length > 1 ? "role" : "pos";
}
