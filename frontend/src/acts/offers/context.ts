// What is acted on, with what the entries of a menu have to know of it.
import type { Structure } from "@trafolab/viz";
import { codeFor } from "../../code/codeFor";
import { type Kind, kindOf } from "../../model/components";
import { lackOf } from "../../model/parts";
import type { Aim } from "../aim";
import type { OperationInfo, Part, State, Way } from "../records";
import { toggled } from "../toggle";
import type { WayEntry } from "./entry";

export interface Offered {
  readonly state: State;
  readonly structure: Structure;
  readonly aim: Aim;
  readonly components: readonly string[];
  readonly kinds: readonly Kind[];
}

/** The components that the model has, of a selection; null without a model. */
export function offered(state: State, aim: Aim, selection: readonly string[]): Offered | null {
  const structure = state.model?.structure;
  if (!structure) return null;
  const known = selection.flatMap((name) => {
    const kind = kindOf(structure, name);
    return kind === undefined ? [] : [{ name, kind }];
  });
  return {
    state,
    structure,
    aim,
    components: known.map(({ name }) => name),
    kinds: known.map(({ kind }) => kind),
  };
}

/** An entry that does `way` to what is acted on. `part` is what it needs of the components. */
export function entryOf(
  from: Offered,
  way: Way,
  part: Part | null = null,
  why: string | null = null,
): WayEntry {
  const { state, aim, components } = from;
  const action = toggled(state, aim, way, components);
  return {
    kind: "way",
    label: way.label,
    way,
    held: action?.kind === "release",
    code: action && codeFor(action),
    reason: why ?? lacking(from, part),
  };
}

/** Why this model has no such value at one of the components. */
function lacking({ structure, components, kinds }: Offered, part: Part | null): string | null {
  const reasons = components.flatMap((name, i) => {
    const kind = kinds[i];
    return kind === undefined ? [] : [lackOf(structure, name, kind, part)];
  });
  return reasons.find((reason) => reason !== null) ?? null;
}

const MANY: Readonly<Record<string, string>> = {
  head: "heads",
  group: "key-value groups",
  attn: "attention layers",
  mlp: "MLPs",
  resid: "the residual stream",
  embed: "embeddings",
  norm: "norms",
};

/** Why an operation can't be carried out on one of the components; null where it can. */
export function unfit({ components, kinds }: Offered, info: OperationInfo): string | null {
  const wrong = kinds.findIndex((kind) => !info.targets.includes(kind));
  if (wrong < 0) return null;
  return `${components[wrong]}: ${info.label.toLowerCase()} works on ${takenBy(info)}.`;
}

/** What an operation can be carried out on. */
export function takenBy({ targets }: OperationInfo): string {
  return targets.flatMap((kind) => MANY[kind] ?? []).join(", ");
}
