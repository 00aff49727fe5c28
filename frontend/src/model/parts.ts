// Which parts of a component can be held, and which of the model's hooks have no effect.
import type { Structure } from "@trafolab/viz";
import type { Part } from "../acts/records";
import type { Kind } from "./components";

/** What is frozen of a component when nothing is said. */
export const USUAL_PART: Readonly<Record<Kind, Part | null>> = {
  head: "pattern",
  group: "v",
  attn: "pattern",
  mlp: "post",
  resid: "residual",
  norm: "scale",
  embed: null,
  unembed: null,
};

/** What else can be, in the order in which it is offered. */
const PARTS: Readonly<Record<Kind, readonly Part[]>> = {
  head: ["pattern", "z", "q", "k", "v", "scores"],
  group: ["k", "v"],
  attn: ["pattern", "z", "q", "k", "v", "output"],
  mlp: ["post", "output"],
  resid: ["residual"],
  norm: ["scale"],
  embed: ["output"],
  unembed: [],
};

/** The parts that all of these kinds have. */
export function partsOf(kinds: readonly Kind[]): Part[] {
  const [first, ...others] = [...new Set(kinds)];
  if (first === undefined) return [];
  return PARTS[first].filter((part) => others.every((kind) => PARTS[kind].includes(part)));
}

export const PART_WORDS: Readonly<Record<Part, string>> = {
  pattern: "attention pattern",
  scores: "attention scores",
  z: "output z",
  q: "queries",
  k: "keys",
  v: "values",
  post: "neurons, after the non-linearity",
  scale: "scale",
  residual: "residual stream",
  output: "what it writes",
};

/** Why a value of a component can't be acted on in this model; null where it can. `part` null is its own value. */
export function lackOf(
  structure: Structure,
  component: string,
  kind: Kind,
  part: Part | null,
): string | null {
  return structure.unsupported[probed(component, kind, part)] ?? null;
}

/** The name under which the kernel has tried the value out. */
function probed(component: string, kind: Kind, part: Part | null): string {
  if (kind === "head" || (kind === "attn" && part !== null && part !== "output")) return part ?? "z";
  if (kind === "group") return part ?? "v";
  if (kind === "mlp" && part === "post") return "neuron";
  return component.split(".")[0] ?? component;
}
