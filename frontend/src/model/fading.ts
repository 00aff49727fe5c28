// What steps back on the map: what a filter leaves out, and numbers below a threshold. Pure.
import type { MapColouring, Structure } from "@trafolab/viz";
import { components } from "./components";
import { targetIndex } from "./targets";

/** What is left in sight. */
export interface Filter {
  /** Names and globs with spaces between them (`L1H* mlp.*`), or ranges of layers (`3-5`); empty: everything. */
  readonly names: string;
  /** Of the largest number on the map, below which another one steps back: 0 to 1. */
  readonly threshold: number;
}

export const NO_FILTER: Filter = { names: "", threshold: 0 };

/** Whether it leaves anything out. */
export function isOn({ names, threshold }: Filter): boolean {
  return names.trim() !== "" || threshold > 0;
}

/** Where the scale of colours ends. */
export function reachOf({ values, least }: MapColouring): number {
  return Object.values(values).reduce((most, value) => Math.max(most, Math.abs(value)), least ?? 0);
}

/** The components that step back. */
export function fadedOf(
  structure: Structure,
  { names, threshold }: Filter,
  colouring: MapColouring | undefined,
): ReadonlySet<string> {
  const chosen = names.trim() === "" ? null : new Set(namedBy(structure, names));
  const least = colouring && threshold > 0 ? threshold * reachOf(colouring) : null;
  if (chosen === null && least === null) return NOBODY;
  const steps = ({ name }: { name: string }) =>
    (chosen !== null && !chosen.has(name)) ||
    (least !== null && Math.abs(colouring?.values[name] ?? 0) < least);
  return new Set(
    components(structure)
      .filter(steps)
      .map(({ name }) => name),
  );
}

const NOBODY: ReadonlySet<string> = new Set();

/** The components that a filter's words name. */
export function namedBy(structure: Structure, names: string): string[] {
  const index = targetIndex(structure);
  return wordsOf(names).flatMap((word) => layersIn(structure, word) ?? index(word));
}

/** The words of a filter; commas are as good as spaces. */
export function wordsOf(names: string): string[] {
  return names.split(/[\s,]+/).filter(Boolean);
}

/** Everything in the layers of `3-5`, `L3-5` or `L3`; null for a word that is no such range. */
function layersIn(structure: Structure, word: string): string[] | null {
  const [, first, last] = /^L?(\d+)(?:\s*[-–]\s*L?(\d+))?$/i.exec(word) ?? [];
  if (first === undefined) return null;
  const [from, to] = [Number(first), Number(last ?? first)];
  const inside = (layer: number | null) => layer !== null && layer >= from && layer <= to;
  return components(structure)
    .filter(({ layer }) => inside(layer))
    .map(({ name }) => name);
}
