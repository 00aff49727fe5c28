// How many of what there is are taken, and which. Pure.
import { wholeNumber } from "./wholeNumber";

/** As it is typed; all where `n` is empty. */
export interface Some {
  readonly n: string;
  readonly seed: string;
}

/** The numbers that were typed, or what is wrong with them. */
export function numberOf({ n, seed }: Some): { n: number | null; seed: number } | { missing: string } {
  const count = wholeNumber(n);
  if (n.trim() !== "" && !count) return { missing: "How many to take is a whole number from 1." };
  const chosenBy = wholeNumber(seed);
  return chosenBy === null ? { missing: "The seed is a whole number." } : { n: count, seed: chosenBy };
}
