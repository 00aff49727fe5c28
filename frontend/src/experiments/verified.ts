// The cells of an attribution that were estimated and patched for real. Pure.
import type { Cell, Dot, Estimated, Experiment } from "@trafolab/viz";
import { ESTIMATE, type Grid } from "./grid";
import { cellName } from "./spots";
import { STEPS } from "./starting";

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

/** From this share of the patched cells on, estimates with the other sign are no guide. */
const MISLED = 0.25;

/** From this share of the true effects on, what estimates are off by says that their sizes mean little. */
const FAR_OFF = 0.5;

/** What is said where the largest patched cells turned out the other way than estimated, or estimates are far off;
 *  null where neither is so. */
export function misled(experiment: Experiment): string | null {
  const found = experiment.info?.estimated;
  if (!found) return null;
  return turned(experiment, found) ?? farOff(experiment, found.error);
}

function turned(experiment: Experiment, { wrong_signs: n, n_large: all }: Estimated): string | null {
  if (n === 0) return null;
  const said = `${n} of the ${all} largest patched cells ${n === 1 ? "has" : "have"} the other sign`;
  return n < MISLED * all ? `${said}.` : `${said}: do not trust the estimates${better(experiment)}.`;
}

function farOff(experiment: Experiment, error: number | null): string | null {
  if (error === null || error <= FAR_OFF) return null;
  const share = Math.round(error * 100);
  return `Estimates are off by ${share} % of the true effects: do not trust their sizes${better(experiment)}.`;
}

function better({ spec }: Experiment): string {
  const few = (spec.experiment === "attribution" || spec.experiment === "edges") && spec.steps < STEPS;
  return few ? `; lab.${spec.experiment}(…, steps=${STEPS}) is better` : "";
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
