// What the cells of an experiment's matrix stand for: a place, and where in the prompt. Pure.
import type { Axis, Cell, Experiment } from "@trafolab/viz";
import { placeName } from "../model/places";
import { type Grid, indexIn } from "./grid";

export interface Spot {
  /** Number of the place among all of them. */
  readonly place: number;
  /** The position that is changed; null for all. */
  readonly position: number | null;
  /** Of an entry of a pattern: the position that is attended to. */
  readonly key: number | null;
}

/** What a cell changes, and where. */
export function spotOf(experiment: Experiment, grid: Grid, cell: Cell): Spot {
  if (grid.byPosition) return { place: cell.row, position: cell.col, key: null };
  // Pairs have it at positions of their own.
  if (grid.names[1] === ROLE) return { place: cell.row, position: null, key: null };
  const queries = queriesIn(experiment);
  if (queries === null) return { place: indexIn(grid, cell), position: null, key: null };
  return { place: Math.floor(cell.row / queries), position: cell.row % queries, key: cell.col };
}

/** The cell that stands for it. */
export function cellAt(experiment: Experiment, grid: Grid, { place, position, key }: Spot): Cell {
  if (grid.byPosition) return { row: place, col: position ?? 0 };
  const queries = queriesIn(experiment);
  if (queries !== null) return { row: place * queries + (position ?? 0), col: key ?? 0 };
  return { row: Math.floor(place / grid.cols), col: place % grid.cols };
}

/** How many queries each pattern has, where its entries are told apart. */
function queriesIn(experiment: Experiment): number | null {
  return entriesIn(experiment)?.[0].labels.length ?? null;
}

/** Along what the entries of a pattern are told apart: the query, and the key. */
function entriesIn({ axes }: Experiment): readonly [Axis, Axis] | null {
  const [queries, keys] = axes.slice(-2);
  return queries?.name === "dst" && keys?.name === "src" ? [queries, keys] : null;
}

/** What a cell changes, by name: one place, or two at once; none where its experiment names none. */
export function targetsOf(experiment: Experiment, grid: Grid, cell: Cell): string[] {
  const { application } = experiment;
  if (!application) return [];
  const { place } = spotOf(experiment, grid, cell);
  return [application.targets[place], application.also[place]].filter(isNamed);
}

function isNamed(target: string | undefined): target is string {
  return target !== undefined && target !== "";
}

/** The axis of places that have a name in every pair of a set. */
const ROLE = "role";

/** A cell's name: `L0H3.z at ·Hart (5)`, or `L1H6.pattern from ·Alex (11) to ·Hart (5)`. */
export function cellName(experiment: Experiment, grid: Grid, cell: Cell): string {
  const spot = spotOf(experiment, grid, cell);
  const found = targetsOf(experiment, grid, cell).join(" and ");
  const entries = entriesIn(experiment);
  if (spot.key !== null && entries) {
    const [from, to] = [labelled(entries[0], spot.position ?? 0), labelled(entries[1], spot.key)];
    return `${found || grid.rowLabels[cell.row]} from ${from} to ${to}`;
  }
  const row = `${grid.names[0]} ${grid.rowLabels[cell.row] ?? ""}`;
  const across =
    grid.names[1] === "" || grid.byPosition ? "" : `, ${grid.names[1]} ${grid.colLabels[cell.col]}`;
  const prompt = promptOf(experiment, grid, cell);
  const place = found === "" ? `${row}${across}` : `${found}${prompt === null ? "" : ` from ${prompt}`}`;
  if (grid.names[1] === ROLE) return `${found || row} at ${grid.colLabels[cell.col]}`;
  return spot.position === null ? place : `${place} at ${named(grid, cell)}`;
}

/** A position by its token and index, or a role by its name. */
function labelled({ labels }: Axis, at: number): string {
  const label = labels[at] ?? "";
  const [, token] = /^\d+ (.*)$/s.exec(label) ?? [];
  return token === undefined ? label : placeName(token, at);
}

function named(grid: Grid, { col }: Cell): string {
  return placeName(grid.colLabels[col] ?? "", col);
}

/** The number of the entry along the first axis, where each entry has prompts of its own. */
export function blockOf({ application }: Experiment, { place }: Spot): number {
  const n = application?.each.length ?? 0;
  return n === 0 ? 0 : Math.floor((place * n) / (application?.targets.length ?? 1));
}

/** Which of several prompts a cell's values come from; null where there is one for all. */
function promptOf(experiment: Experiment, grid: Grid, cell: Cell): string | null {
  const { application } = experiment;
  if (!application || application.each.length === 0) return null;
  const between = application.each[blockOf(experiment, spotOf(experiment, grid, cell))];
  return between?.source ?? null;
}
