// Two experiments in numbers that can be set against each other. Pure.
import type { ExperimentInfo } from "@trafolab/viz";
import type { Grid } from "./grid";
import { type Reading, spanOf } from "./reading";

export type Contrast = Exclude<Reading, "raw">;

/** What both are shown as: of runs that were changed in opposite ways the shares, which then have one sign; otherwise
 * as wanted, where both have it. */
export function contrastOf(a: ExperimentInfo, b: ExperimentInfo, wanted: Reading): Contrast {
  const [one, other] = [spanOf(a), spanOf(b)];
  if (one === null || other === null) return "effect";
  return wanted === "normalised" || one * other < 0 ? "normalised" : "effect";
}

/** The effects of an experiment [row, col], or their shares of the way. */
export function contrasting({ values }: Grid, info: ExperimentInfo, contrast: Contrast): Float32Array {
  const unit = contrast === "effect" ? 1 : (spanOf(info) ?? 1);
  return values.map((value) => (value - info.baseline) / unit + 0);
}
