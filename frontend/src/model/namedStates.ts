// The names of states: which are taken, which are free, and which two stand side by side at first.
import type { SavedState, State } from "@trafolab/viz";
import type { Pair } from "../store/page";

/** Names that always mean something. */
export const STANDING_STATES: readonly (readonly [string, string])[] = [
  ["now", "now: the laboratory as it is"],
  ["plain", "plain: now, without interventions"],
];

export function isStanding(name: string): boolean {
  return STANDING_STATES.some(([standing]) => standing === name);
}

/** What is compared when nothing was chosen: the state saved last with now, or with the one saved before it
 * while it is what there is now. The plain one stands in for a state that is missing. */
export function usualPair({ saved, history }: Pick<State, "saved" | "history">): Pair {
  const last = saved.at(-1)?.name ?? "plain";
  const isNow = history.at(-1)?.kind === "save_state";
  return isNow ? { a: saved.at(-2)?.name ?? "plain", b: last } : { a: last, b: "now" };
}

/** The first letters that no state has yet: `a`, `b`, … `z`, `a1`, … */
export function freeName(saved: readonly SavedState[]): string {
  const taken = new Set(saved.map(({ name }) => name));
  for (let round = 0; ; round++) {
    for (const letter of LETTERS) {
      const name = round === 0 ? letter : `${letter}${round}`;
      if (!taken.has(name)) return name;
    }
  }
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
