// What the map draws on each component: words for its state, and the reasons behind them.
import type { Intervention, State, Structure } from "@trafolab/viz";
import { components } from "./components";
import { fails, waits } from "./standing";
import { type TargetIndex, targetIndex } from "./targets";
import { inShort, partlyWhere } from "./words";

export interface Marks {
  /** Component to the words of its `data-state`. */
  readonly states: Readonly<Record<string, string[]>>;
  /** Component to the words among them that hold at some tokens only, with these. */
  readonly partly: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Component to why something on it does not act, or acts otherwise than meant. */
  readonly remarks: Readonly<Record<string, string>>;
  /** What is done to a point of the stream, to stand beside it. */
  readonly captions: Readonly<Record<string, string>>;
}

interface Entry {
  /** Each word with where it holds; null where that is everywhere. */
  readonly words: Map<string, string[] | null>;
  readonly remarks: string[];
}

const indexes = new WeakMap<Structure, TargetIndex>();

/** The words and reasons of a state; components without any are absent. */
export function marksOf(state: State): Marks {
  if (!state.model) return { states: {}, partly: {}, remarks: {}, captions: {} };
  const index = indexOf(state.model.structure);
  const entries = new Map<string, Entry>();
  const mark = (component: string, word: string, where: string | null, remark: string | null) => {
    const entry: Entry = entries.get(component) ?? { words: new Map(), remarks: [] };
    entries.set(component, entry);
    const before = entry.words.get(word);
    entry.words.set(word, where === null || before === null ? null : [...(before ?? []), where]);
    if (remark !== null) entry.remarks.push(remark);
  };
  for (const intervention of state.interventions) {
    const word = wordOf(intervention, state.operations);
    if (word === null) continue;
    for (const component of touchedBy(intervention, state.model.structure, index))
      mark(component, word, fails(intervention) ? null : partlyWhere(intervention), remarkOn(intervention));
  }
  for (const { component } of state.findings.hooks) mark(component, "hooked", null, null);
  for (const { component } of state.findings.weights) mark(component, "weights-changed", null, null);
  return { ...collected(entries), captions: captionsOf(state, index) };
}

function captionsOf({ interventions }: State, index: TargetIndex): Record<string, string> {
  const captions = new Map<string, string[]>();
  for (const intervention of interventions.filter(({ enabled }) => enabled)) {
    for (const component of intervention.targets.flatMap(index).filter((name) => name.startsWith("resid_")))
      captions.set(component, [...(captions.get(component) ?? []), inShort(intervention)]);
  }
  return Object.fromEntries([...captions].map(([name, said]) => [name, said.join("; ")]));
}

/** The components that it names. What holds the whole model names none: there it is every pattern and every norm. */
function touchedBy(
  { operation, targets }: Intervention,
  structure: Structure,
  index: TargetIndex,
): readonly string[] {
  if (operation.op !== "linearise") return targets.flatMap(index);
  return components(structure).flatMap(({ kind, name }) => (kind === "head" || kind === "norm" ? name : []));
}

function collected(entries: ReadonlyMap<string, Entry>): Omit<Marks, "captions"> {
  const list = [...entries];
  const partly = list.map(([name, { words }]) => [name, placed(words)] as const);
  return {
    states: Object.fromEntries(list.map(([name, { words }]) => [name, [...words.keys()]])),
    partly: Object.fromEntries(partly.filter(([, where]) => Object.keys(where).length > 0)),
    remarks: Object.fromEntries(
      list
        .filter(([, { remarks }]) => remarks.length > 0)
        .map(([name, { remarks }]) => [name, remarks.join("\n")]),
    ),
  };
}

/** The words that do not hold everywhere. */
function placed(words: Entry["words"]): Record<string, string> {
  return Object.fromEntries([...words].flatMap(([word, where]) => (where ? [[word, where.join(", ")]] : [])));
}

/** The word for one intervention; null while it is switched off. */
function wordOf(intervention: Intervention, operations: State["operations"]): string | null {
  if (!intervention.enabled) return null;
  if (fails(intervention)) return intervention.status.state;
  const { op } = intervention.operation;
  return operations.find((info) => info.op === op)?.state ?? op;
}

function remarkOn(intervention: Intervention): string | null {
  const { code, status } = intervention;
  const why = waits(intervention) ? status.note : (status.reason ?? status.note);
  return why === null ? null : `${code}: ${why}`;
}

/** The index of a structure; built once for each. */
export function indexOf(structure: Structure): TargetIndex {
  const known = indexes.get(structure);
  if (known) return known;
  const made = targetIndex(structure);
  indexes.set(structure, made);
  return made;
}

/** The interventions that touch a component, in their order. */
export function interventionsOn(state: State, component: string): Intervention[] {
  if (!state.model) return [];
  const index = indexOf(state.model.structure);
  return state.interventions.filter(({ targets }) =>
    targets.some((target) => index(target).includes(component)),
  );
}
