// A cell of an experiment made by hand, so that it stays. Pure.
import type { Cell, Experiment } from "@trafolab/viz";
import { actsAt } from "../acts/aim";
import { doesAlready } from "../acts/holding";
import type { Intervene, Intervention, Problem, State } from "../acts/records";
import type { Action } from "../code/codeFor";
import { placeName } from "../model/places";
import { changedSince } from "./changedSince";
import { type Grid, indexIn } from "./grid";

/** What a cell changes; null where its experiment names no place. */
export function targetOf({ application }: Experiment, grid: Grid, cell: Cell): string | null {
  if (!application) return null;
  const { targets } = application;
  // Positions have no target of their own: one stands for a whole row.
  const place = targets.length === grid.rows ? cell.row : indexIn(grid, cell);
  return targets[place] || null;
}

/** Where a cell changes it: at one position, or at all. */
export function positionOf(grid: Grid, cell: Cell): number | null {
  return grid.byPosition ? cell.col : null;
}

/** The axis of places that have a name in every pair of a set. */
const ROLE = "role";

/** A cell's name: `L0H3.z at ·Hart (5)`. */
export function cellName(experiment: Experiment, grid: Grid, cell: Cell): string {
  const row = `${grid.names[0]} ${grid.rowLabels[cell.row] ?? ""}`;
  const across =
    grid.names[1] === "" || grid.byPosition ? "" : `, ${grid.names[1]} ${grid.colLabels[cell.col]}`;
  const place = targetOf(experiment, grid, cell) ?? `${row}${across}`;
  const position = positionOf(grid, cell);
  if (grid.names[1] === ROLE) return `${place} at ${grid.colLabels[cell.col]}`;
  return position === null ? place : `${place} at ${placeName(grid.colLabels[position] ?? "", position)}`;
}

/** The act that a click on a cell means: its change, in the place of that of another cell of the experiment; or letting
 * go of it where it is held already. A problem where it can't be made by hand. */
export function applying(
  state: State,
  experiment: Experiment,
  grid: Grid,
  cell: Cell,
): { action: Action } | { problem: Problem } {
  const { application } = experiment;
  const target = targetOf(experiment, grid, cell);
  if (!application || target === null) return { problem: notByHand(experiment, "It names no place.") };
  if (application.reason !== null) return { problem: notByHand(experiment, application.reason) };
  const held = heldCells(state, experiment, grid);
  const here = held.find((each) => each.cell.row === cell.row && each.cell.col === cell.col);
  if (here) return { action: { kind: "release", ids: [here.intervention.id], targets: [] } };
  const changed = changedSince(state, experiment);
  if (changed !== null) return { problem: foundElsewhere(experiment, changed) };
  return {
    action: intervening(application, target, positionOf(grid, cell), held.at(-1)?.intervention ?? null),
  };
}

function intervening(
  { operation, source }: NonNullable<Experiment["application"]>,
  target: string,
  position: number | null,
  former: Intervention | null,
): Intervene {
  return {
    kind: "intervene",
    targets: [target],
    operation,
    source,
    donor: null,
    positions: position === null ? "all" : [position],
    stored: null,
    replaces: former?.id ?? null,
    gesture: null,
  };
}

export interface HeldCell {
  readonly cell: Cell;
  readonly intervention: Intervention;
}

/** The cells of an experiment whose change is in force, in the order of the list. */
export function heldCells(state: State, experiment: Experiment, grid: Grid): HeldCell[] {
  return state.interventions.flatMap((intervention) => {
    const cell = cellOf(state, experiment, grid, intervention);
    return cell ? [{ cell, intervention }] : [];
  });
}

function cellOf(state: State, experiment: Experiment, grid: Grid, held: Intervention): Cell | null {
  const { application } = experiment;
  const [target, ...others] = held.targets;
  if (!application || application.reason !== null || target === undefined || others.length > 0) return null;
  const place = application.targets.indexOf(target);
  const way = { label: "", operation: application.operation, source: application.source };
  if (place < 0 || !doesAlready(held, way, target, state)) return null;
  if (!grid.byPosition)
    return actsAt(held, "all") ? { row: Math.floor(place / grid.cols), col: place % grid.cols } : null;
  const [position, ...more] = held.positions === "all" ? [] : held.positions;
  return position && more.length === 0 ? { row: place, col: position.index } : null;
}

/** A cell says nothing of a prompt or a model that it was not found on. */
function foundElsewhere({ name }: Experiment, changed: string): Problem {
  return {
    code: "found_elsewhere",
    what: `${changed} Run it again here to apply its cells.`,
    subject: name,
    advice: null,
  };
}

function notByHand({ name }: Experiment, why: string): Problem {
  return {
    code: "not_by_hand",
    what: `The change of this cell can't be made to stay: ${why}`,
    subject: name,
    advice: null,
  };
}
