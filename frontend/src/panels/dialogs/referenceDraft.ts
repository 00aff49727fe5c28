// What is typed into the form of a reference set, and the act that it makes. Pure.
import type { Drafted } from "./drafted";
import { readLines } from "./promptLines";
import { numberOf, type Some } from "./some";

export interface ReferenceDraft extends Some {
  readonly name: string;
  readonly text: string;
}

export const EMPTY_REFERENCE: ReferenceDraft = { name: "", text: "", n: "", seed: "0" };

/** The act of a draft, or what it lacks. */
export function referenceOf({ name, text, n, seed }: ReferenceDraft, byText: boolean): Drafted {
  const { prompts, problem } = readLines(text, byText);
  if (name.trim() === "") return { missing: "Give it a name." };
  if (problem !== null) return { missing: problem };
  if (prompts.length === 0) return { missing: "Give prompts, one a line." };
  const some = numberOf({ n, seed });
  if ("missing" in some) return some;
  return { action: { kind: "set_reference", name: name.trim(), prompts, ...some, stored: null } };
}
