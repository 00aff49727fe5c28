// The cells of an attribution that were estimated and patched for real. Pure.
import type { Cell, Dot, Experiment } from "@trafolab/viz";
import { cellName } from "./applying";
import { ESTIMATE, type Grid } from "./grid";

/** A dot for each of them: its true effect against the estimated one. Those that were drawn at random are filled. */
export function dotsOf(experiment: Experiment, grid: Grid): Dot[] {
  const { info, columns } = experiment;
  const [estimate, values] = [grid.columns[ESTIMATE], grid.columns[columns[0] ?? ""]];
  if (!info?.estimated || !estimate || !values) return [];
  const { top, sample } = info.estimated;
  const dot = (filled: boolean) => (index: number) => ({
    name: cellName(experiment, grid, cellAt(grid, index)),
    x: (values[index] ?? Number.NaN) - info.baseline,
    y: (estimate[index] ?? Number.NaN) - info.baseline,
    filled,
  });
  return [...top.map(dot(false)), ...sample.map(dot(true))].filter(({ x }) => Number.isFinite(x));
}

function cellAt({ cols }: Grid, index: number): Cell {
  return { row: Math.floor(index / cols), col: index % cols };
}

/** How well both agree, in words. */
export function agreement({ info }: Experiment): string {
  const found = info?.estimated;
  if (!found) return "";
  const said = [
    correlation("over all of them", found.rank_correlation),
    correlation("over the random ones", found.rank_correlation_sample),
  ].filter((words) => words !== "");
  return said.length === 0 ? "" : `Rank correlation ${said.join(", ")}.`;
}

function correlation(where: string, value: number | null): string {
  return value === null ? "" : `${value.toFixed(2).replace("-", "−")} ${where}`;
}
