// What is typed into the form of a set of pairs, and the act that it makes. Pure.
import type { SetPairs } from "@trafolab/viz";
import type { Drafted } from "./drafted";
import { readPairs } from "./pairLines";
import { readLines } from "./promptLines";
import { numberOf, type Some } from "./some";

export interface PairsDraft extends Some {
  readonly how: "templates" | "list" | "file";
  readonly name: string;
  /** Templates, one a line. */
  readonly clean: string;
  readonly corrupt: string;
  readonly answer: string;
  readonly distractor: string;
  /** What may stand in each slot, between commas. */
  readonly slots: Readonly<Record<string, string>>;
  /** The first token of each slot is a role too. */
  readonly first: boolean;
  /** Pairs, one a line. */
  readonly text: string;
  /** Of a file or folder where the kernel runs. */
  readonly path: string;
  readonly leaveOut: boolean;
}

export const EMPTY_PAIRS: PairsDraft = {
  how: "templates",
  name: "",
  clean: "",
  corrupt: "",
  answer: "",
  distractor: "",
  slots: {},
  first: false,
  text: "",
  path: "",
  leaveOut: false,
  n: "",
  seed: "0",
};

/** A draft that makes a set at once: whom something is given to. */
export const EXAMPLE: Partial<PairsDraft> = {
  clean: "When {a} and {b} went to the {place}, {b} gave a drink to",
  corrupt: "When {a} and {b} went to the {place}, {a} gave a drink to",
  answer: " {a}",
  distractor: " {b}",
  slots: { a: "Mary, John, Alex, Tom", b: "Mary, John, Alex, Tom", place: "store, park, school" },
  leaveOut: true,
};

/** A draft and how a part of it is changed. */
export interface DraftingPairs {
  readonly draft: PairsDraft;
  readonly change: (part: Partial<PairsDraft>) => void;
}

type Recipe = NonNullable<SetPairs["recipe"]>;

/** The act of a draft, or what it lacks. */
export function pairsOf(draft: PairsDraft, byText: boolean): Drafted {
  const name = draft.name.trim();
  if (name === "") return { missing: "Give it a name." };
  const recipe = RECIPES[draft.how](draft, byText);
  if (typeof recipe === "string") return { missing: recipe };
  const some = numberOf(draft);
  if ("missing" in some) return some;
  const unequal = draft.leaveOut ? "leave_out" : "refuse";
  return {
    action: { kind: "set_pairs", name, recipe, unequal, ...some, stored: null, roles: [], answer_tokens: 1 },
  };
}

const RECIPES: Record<PairsDraft["how"], (draft: PairsDraft, byText: boolean) => Recipe | string> = {
  templates: fromTemplates,
  list: ({ text }, byText) => {
    const { pairs, problem } = readPairs(text, byText);
    if (problem !== null) return problem;
    return pairs.length === 0 ? "Give pairs, one a line." : { made_from: "list", pairs: [...pairs] };
  },
  file: ({ path }) => (path.trim() === "" ? "Give its path." : { made_from: "file", path: path.trim() }),
};

function fromTemplates(draft: PairsDraft): Recipe | string {
  const [clean, corrupt] = [linesOf(draft.clean), linesOf(draft.corrupt)];
  if (clean.length === 0) return "Give a clean template.";
  if (corrupt.length !== clean.length) return "Give one corrupt template for each clean one.";
  if (draft.answer.trim() === "") return "Give the answer.";
  const slots = Object.fromEntries(slotsIn(draft).map((slot) => [slot, valuesOf(draft.slots[slot])]));
  const empty = Object.keys(slots).find((slot) => slots[slot]?.length === 0);
  if (empty !== undefined) return `Say what may stand in {${empty}}.`;
  const distractor = draft.distractor.trim() === "" ? null : draft.distractor;
  return {
    made_from: "templates",
    clean,
    corrupt,
    answer: draft.answer,
    distractor,
    slots,
    first: draft.first,
  };
}

function linesOf(text: string): string[] {
  return readLines(text, true).prompts.flatMap((prompt) => (prompt.kind === "text" ? [prompt.text] : []));
}

/** The slots of all templates in the order in which they come; a brace written twice is a brace. */
export function slotsIn({ clean, corrupt, answer, distractor }: PairsDraft): string[] {
  const all = [clean, corrupt, answer, distractor].join("\n").replace(/\{\{|\}\}/g, "");
  return [...new Set(Array.from(all.matchAll(/\{([^{}]+)\}/g), ([, slot = ""]) => slot))];
}

/** What may stand in a slot. */
export function valuesOf(text = ""): string[] {
  const values = text.split(/[,\n]/).map((value) => value.trim());
  return [...new Set(values.filter((value) => value !== ""))];
}

/** How many pairs there can be at most: fewer where one value stands in two slots. */
export function mostPairs(draft: PairsDraft): number {
  const choices = slotsIn(draft).reduce((n, slot) => n * valuesOf(draft.slots[slot]).length, 1);
  return linesOf(draft.clean).length * choices;
}

/** Whether a word is asked for where most tokenizers have it with a space before it. */
export function lacksSpace(draft: PairsDraft): boolean {
  const [template = ""] = linesOf(draft.clean);
  const words = [draft.answer, draft.distractor].filter((word) => word !== "");
  return template !== "" && !/\s$/.test(template) && words.some((word) => !/^\s/.test(word));
}
