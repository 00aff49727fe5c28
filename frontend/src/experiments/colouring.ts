// An experiment's effects as the map's colours. Pure.
import { type Experiment, type MapColouring, Progress, type Structure } from "@trafolab/viz";
import { targetIndex } from "../model/targets";
import type { Grid } from "./grid";
import { leastScale } from "./reading";
import { targetsOf } from "./spots";

/** The effect on each component: of its one cell, or the largest over positions, either way. */
export function colouringOf(experiment: Experiment, grid: Grid, structure: Structure): MapColouring | null {
  const { info } = experiment;
  if (!info) return null;
  const componentsOf = targetIndex(structure);
  const values: Record<string, number> = {};
  for (let index = 0; index < grid.rows * grid.cols; index++) {
    if ((grid.progress[index] ?? 0) < Progress.there) continue;
    const cell = { row: Math.floor(index / grid.cols), col: index % grid.cols };
    const effect = (grid.values[index] ?? 0) - info.baseline;
    for (const component of targetsOf(experiment, grid, cell).flatMap(componentsOf)) {
      if (Math.abs(effect) >= Math.abs(values[component] ?? 0)) values[component] = effect;
    }
  }
  const label = isReduced(experiment) ? "largest effect" : "effect";
  const over = info.n_pairs === null ? "" : `, mean over ${info.n_pairs} pairs`;
  return { values, label: `${label}${over}`, least: leastScale(info, "effect") };
}

/** Whether several cells come down to one colour: positions, or prompts. */
function isReduced({ axes, application }: Experiment): boolean {
  return axes.some(({ name }) => POSITIONAL.has(name)) || (application?.each.length ?? 0) > 0;
}

const POSITIONAL: ReadonlySet<string> = new Set(["pos", "role", "dst", "neuron"]);

/** Whether the map has a place for such colours, or for lines. */
export function paints({ application, spec }: Experiment): boolean {
  return spec.experiment === "edges" || (application?.targets.some((target) => target !== "") ?? false);
}
