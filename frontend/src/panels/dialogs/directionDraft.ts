// What is typed into the form of a direction, and the act that it makes. Pure.
import type { Contrast, SetDirection, State, Structure, Term } from "@trafolab/viz";
import type { Space } from "../../model/spaces";
import type { Drafted } from "./drafted";
import { readLines } from "./promptLines";
import { wholeNumber } from "./wholeNumber";

/** Prompts of one side of a contrast: a reference set by its name, or lines. */
export interface SideDraft {
  readonly set: string | null;
  readonly text: string;
}

export interface TermDraft {
  readonly token: string;
  readonly weight: string;
}

export interface DirectionDraft {
  readonly how: "contrast" | "tokens" | "code";
  readonly name: string;
  readonly positive: SideDraft;
  readonly negative: SideDraft;
  /** Where the stream is read; empty until the model is known. */
  readonly at: string;
  readonly where: "last" | "index" | "mean";
  readonly index: string;
  readonly terms: readonly TermDraft[];
  readonly space: Space;
}

/** A draft and how a part of it is changed: what each part of the form needs. */
export interface Drafting {
  readonly draft: DirectionDraft;
  readonly change: (part: Partial<DirectionDraft>) => void;
}

export const EMPTY_DIRECTION: DirectionDraft = {
  how: "contrast",
  name: "",
  positive: { set: null, text: "" },
  negative: { set: null, text: "" },
  at: "",
  where: "last",
  index: "0",
  terms: [
    { token: "", weight: "1" },
    { token: "", weight: "-1" },
  ],
  space: "unembed",
};

/** Where a model's stream can be read, from the bottom to the top. */
export function readable(structure: Structure): string[] {
  return structure.layers.flatMap(({ index, attention, mlp, parallel }) => [
    `resid_pre.${index}`,
    ...(attention ? [`attn.${index}`] : []),
    ...(attention && mlp && !parallel ? [`resid_mid.${index}`] : []),
    ...(mlp ? [`mlp.${index}`] : []),
    `resid_post.${index}`,
  ]);
}

/** Where it is read until something else is chosen: after the middle layer. */
export function usualPlace({ layers }: Structure): string {
  return `resid_post.${layers[Math.floor((layers.length - 1) / 2)]?.index ?? 0}`;
}

/** The act of a draft, or what it lacks. */
export function directionOf(draft: DirectionDraft, { model }: Pick<State, "model">): Drafted {
  const name = draft.name.trim();
  if (!model) return { missing: "There is no model yet." };
  if (name === "") return { missing: "Give it a name." };
  const recipe = draft.how === "tokens" ? sum(draft, model.has_tokenizer) : contrast(draft, model);
  if (typeof recipe === "string") return { missing: recipe };
  return { action: { kind: "set_direction", name, recipe, stored: null } };
}

type Model = NonNullable<State["model"]>;

function contrast(draft: DirectionDraft, { has_tokenizer, structure }: Model): Contrast | string {
  const positive = sideOf(draft.positive, has_tokenizer);
  const negative = sideOf(draft.negative, has_tokenizer);
  if (positive === null || negative === null) return "Give prompts or a set for both sides.";
  const index = wholeNumber(draft.index);
  if (draft.where === "index" && index === null) return "A position is a whole number from 0.";
  const position = draft.where === "last" ? -1 : draft.where === "mean" ? null : index;
  return { kind: "contrast", positive, negative, at: draft.at || usualPlace(structure), position };
}

function sideOf({ set, text }: SideDraft, byText: boolean): Contrast["positive"] | null {
  if (set !== null) return set;
  const { prompts, problem } = readLines(text, byText);
  return problem !== null || prompts.length === 0 ? null : prompts;
}

function sum({ terms, space }: DirectionDraft, byText: boolean): SetDirection["recipe"] | string {
  const given = terms.filter(({ token }) => token !== "").map((term) => termOf(term, byText));
  if (given.some((term) => term === null)) return byText ? NO_WEIGHT : NO_ID;
  const [first, ...others] = given.filter((term) => term !== null);
  return first ? { kind: "tokens", terms: [first, ...others], space } : "Give a token.";
}

const NO_WEIGHT = "A weight is a number.";
const NO_ID = "Tokens are ids here, and weights are numbers.";

function termOf({ token, weight }: TermDraft, byText: boolean): Term | null {
  // A true minus is what a person may copy from the page itself.
  const number = weight.trim() === "" ? Number.NaN : Number(weight.replace("−", "-"));
  const id = byText ? token : wholeNumber(token);
  return id === null || !Number.isFinite(number) ? null : { token: id, weight: number };
}
