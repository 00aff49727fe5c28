// What the cells without a colour of their own mean. Pure.
import { type Experiment, Progress } from "@trafolab/viz";
import { ESTIMATE, type Grid } from "./grid";
import { isUnderWay } from "./statusWords";

/** A line for each mark that a picture really has. */
export function marksIn({ status, columns }: Experiment, { progress }: Pick<Grid, "progress">): string[] {
  const has = (kind: number) => progress.includes(kind);
  return [
    ...(has(Progress.unchanged) ? ["dot: changes nothing"] : []),
    ...(has(Progress.waiting) ? [`hatched: ${isUnderWay(status) ? "waiting" : "not computed"}`] : []),
    ...(has(Progress.none) ? [`grey: ${blankName(columns)}`] : []),
  ];
}

/** What a cell is that will never have a value. */
export function blankName(columns: readonly string[]): string {
  return columns.includes(ESTIMATE) ? "not patched" : "does not exist";
}
