// An experiment's effects as the map's colours. Pure.
import { type Experiment, type MapColouring, Progress, type Structure } from "@trafolab/viz";
import { targetIndex } from "../model/targets";
import { targetOf } from "./applying";
import type { Grid } from "./grid";

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
    for (const component of componentsOf(targetOf(experiment, grid, cell) ?? "")) {
      if (Math.abs(effect) >= Math.abs(values[component] ?? 0)) values[component] = effect;
    }
  }
  const over = info.n_pairs === null ? "" : `, mean over ${info.n_pairs} pairs`;
  return { values, label: `${grid.byPosition ? "largest effect" : "effect"}${over}` };
}

/** Whether the map has a place for such colours: heads and MLPs have one. */
export function paints({ application }: Experiment): boolean {
  return application?.targets.some((target) => /^(L\d|mlp\.)/.test(target)) ?? false;
}
