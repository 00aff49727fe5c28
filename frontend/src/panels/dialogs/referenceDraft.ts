// What is typed into the form of a reference set, and the act that it makes. Pure.
import type { Drafted } from "./drafted";
import { readLines } from "./promptLines";
import { wholeNumber } from "./wholeNumber";

export interface ReferenceDraft {
  readonly name: string;
  readonly text: string;
  readonly n: string;
  readonly seed: string;
}

export const EMPTY_REFERENCE: ReferenceDraft = { name: "", text: "", n: "", seed: "0" };

/** The act of a draft, or what it lacks. */
export function referenceOf({ name, text, n, seed }: ReferenceDraft, byText: boolean): Drafted {
  const { prompts, problem } = readLines(text, byText);
  if (name.trim() === "") return { missing: "Give it a name." };
  if (problem !== null) return { missing: problem };
  if (prompts.length === 0) return { missing: "Give prompts, one a line." };
  const count = wholeNumber(n);
  if (n.trim() !== "" && !count) return { missing: "How many to take is a whole number from 1." };
  const chosenBy = wholeNumber(seed);
  if (chosenBy === null) return { missing: "The seed is a whole number." };
  return {
    action: { kind: "set_reference", name: name.trim(), prompts, n: count, seed: chosenBy, stored: null },
  };
}
