// A cell of an experiment made by hand, so that it stays. Pure.
import type { Cell, Experiment } from "@trafolab/viz";
import { actsAt, indicesOf } from "../acts/aim";
import { doesAlready } from "../acts/holding";
import type { Intervene, Intervention, Operation, Problem, State } from "../acts/records";
import type { Action } from "../code/codeFor";
import { changedSince, isAnotherModel } from "./changedSince";
import { footing, type Missing } from "./footing";
import type { Grid } from "./grid";
import { blockOf, cellAt, type Spot, spotOf, targetsOf } from "./spots";

/** What a click on a cell means: an act; one that other prompts have to come first for; or why there is none. */
export type Meant =
  | { readonly action: Action }
  | { readonly missing: Missing; readonly act: Intervene }
  | { readonly problem: Problem };

/** A click makes a cell's change, in the place of that of another cell of the experiment; or lets go of it where it is
 * held already. */
export function applying(state: State, experiment: Experiment, grid: Grid, cell: Cell): Meant {
  const { application } = experiment;
  const targets = targetsOf(experiment, grid, cell);
  if (!application || targets.length === 0)
    return { problem: notByHand(experiment, UNNAMED[experiment.spec.experiment] ?? "It names no place.") };
  if (application.reason !== null) return { problem: notByHand(experiment, application.reason) };
  const held = heldCells(state, experiment, grid);
  const here = held.find((each) => each.cell.row === cell.row && each.cell.col === cell.col);
  if (here) return { action: { kind: "release", ids: [here.intervention.id], targets: [] } };
  const known = (experiment.info?.prompts.length ?? 0) > 0;
  const changed = known ? isAnotherModel(state, experiment) : changedSince(state, experiment);
  if (changed !== null) return { problem: foundElsewhere(experiment, changed) };
  const spot = spotOf(experiment, grid, cell);
  const found = footing(state, experiment, application.each[blockOf(experiment, spot)] ?? application);
  const act: Intervene = {
    kind: "intervene",
    targets,
    operation: operationAt(application.operation, spot),
    source: found.source,
    donor: null,
    positions: spot.position === null ? "all" : [spot.position],
    stored: null,
    replaces: held.at(-1)?.intervention.id ?? null,
    gesture: null,
  };
  return "why" in found ? { missing: found, act } : { action: act };
}

/** Of an entry of a pattern: at its key alone. */
function operationAt(operation: Operation, { key }: Spot): Operation {
  const keyed = key !== null && (operation.op === "patch" || operation.op === "ablate");
  return keyed ? { ...operation, src: [key] } : operation;
}

export interface HeldCell {
  readonly cell: Cell;
  readonly intervention: Intervention;
}

/** The cells of an experiment whose change is in force, in the order of the list. */
export function heldCells(state: State, experiment: Experiment, grid: Grid): HeldCell[] {
  if (!experiment.application || experiment.application.reason !== null) return [];
  return state.interventions.flatMap((intervention) => {
    const cell = cellOf(state, experiment, grid, intervention);
    return cell ? [{ cell, intervention }] : [];
  });
}

function cellOf(state: State, experiment: Experiment, grid: Grid, held: Intervention): Cell | null {
  const targets = experiment.application?.targets ?? [];
  const positions = indicesOf(held);
  const position = positions === "all" ? null : (positions[0] ?? null);
  const key = "src" in held.operation ? (held.operation.src[0] ?? null) : null;
  const [first] = held.targets;
  for (
    let place = targets.indexOf(first ?? "");
    place >= 0;
    place = targets.indexOf(first ?? "", place + 1)
  ) {
    const cell = cellAt(experiment, grid, { place, position, key });
    if (isItsChange(state, experiment, grid, cell, held)) return cell;
  }
  return null;
}

function isItsChange(
  state: State,
  experiment: Experiment,
  grid: Grid,
  cell: Cell,
  held: Intervention,
): boolean {
  const { application } = experiment;
  const spot = spotOf(experiment, grid, cell);
  const targets = targetsOf(experiment, grid, cell);
  if (!application || cell.col >= grid.cols || JSON.stringify(targets) !== JSON.stringify(held.targets))
    return false;
  if (!actsAt(held, spot.position === null ? "all" : [spot.position])) return false;
  const found = footing(state, experiment, application.each[blockOf(experiment, spot)] ?? application);
  if ("why" in found) return false;
  const way = { label: "", operation: operationAt(application.operation, spot), source: found.source };
  return doesAlready(held, way, targets[0] ?? "", state);
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

/** Of experiments whose cells are no places: what they are. */
const UNNAMED: Partial<Record<Experiment["spec"]["experiment"], string>> = {
  edges: "One edge alone takes a pass that is put together anew, which no intervention does.",
  faithfulness: "A circuit alone takes a pass that is put together anew, which no intervention does.",
};

function notByHand({ name }: Experiment, why: string): Problem {
  return {
    code: "not_by_hand",
    what: `The change of this cell can't be made to stay: ${why}`,
    subject: name,
    advice: null,
  };
}
