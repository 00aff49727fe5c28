// What of an experiment its colours show. Pure.
import { type Cell, type Experiment, type ExperimentInfo, Progress, type ScaleKind } from "@trafolab/viz";
import { signed } from "../ui/numbers";
import { ESTIMATE, type Grid, indexIn } from "./grid";

/** The change of the metric; that change in relation to the other run; the metric itself. */
export type Reading = "effect" | "normalised" | "raw";

export const READINGS: Record<Reading, string> = {
  effect: "effect",
  normalised: "normalised",
  raw: "metric",
};

export interface Shown {
  readonly values: Float32Array;
  readonly scale: ScaleKind;
  readonly domain: readonly [number, number];
  /** What the colours say. */
  readonly label: string;
  /** Said where no effect is large enough to be told from noise. */
  readonly faint: string | null;
}

/** Of the metric between both runs, below which effects are not put in relation to it. */
const LEAST_SPAN = 1e-3;

/** From the run that was changed to the run that values came from; null where they come from none, or hardly differ. */
export function spanOf({ baseline, other }: Pick<ExperimentInfo, "baseline" | "other">): number | null {
  const span = other === null ? 0 : other - baseline;
  return Math.abs(span) < LEAST_SPAN ? null : span;
}

/** The reading that is possible, where the wanted one is not. */
export function possible(wanted: Reading, info: ExperimentInfo): Reading {
  return wanted === "normalised" && spanOf(info) === null ? "effect" : wanted;
}

/** The numbers of a reading with their scale; effects have zero in the middle. */
export function shownAs(grid: Grid, info: ExperimentInfo, reading: Reading): Shown {
  const convert = converter(info, reading);
  const values = grid.values.map(convert);
  const faint = faintness(largest(grid.values.map((value) => value - info.baseline)), info);
  if (reading === "raw") return { values, ...rawScale(values, info), label: info.metric.trim(), faint };
  const most = Math.max(largest(values), leastScale(info, reading)) || 1;
  return { values, scale: "diverging", domain: [-most, most], label: READING_LABELS[reading], faint };
}

/** What the colours of effects say. */
export const READING_LABELS: Record<Exclude<Reading, "raw">, string> = {
  effect: "effect",
  normalised: "share of the way to the other run",
};

/** The share of the way to the other run below which effects are not painted in full colours. */
const FAINT = 0.01;

/** Where the scale of effects ends at least, in the metric or as a share: rounding errors are to look like nothing. */
export function leastScale(info: ExperimentInfo, reading: Reading): number {
  return reading === "normalised" ? FAINT : FAINT * Math.abs(spanOf(info) ?? info.baseline);
}

/** What is said of effects that are all faint; null where they are not, or none is there. */
function faintness(most: number, info: ExperimentInfo): string | null {
  if (most === 0 || most >= leastScale(info, "effect")) return null;
  return `all effects below 1 % of ${spanOf(info) === null ? "the metric" : "the way"}`;
}

/** The cell with the largest effect, either way, of those that were changed; null where there is none. */
export function peakOf(grid: Grid, info: ExperimentInfo): Cell | null {
  let [best, most] = [-1, 0];
  for (const [index, value] of grid.values.entries()) {
    const size = grid.progress[index] === Progress.there ? Math.abs(value - info.baseline) : Number.NaN;
    if (size > most) [best, most] = [index, size];
  }
  return best < 0 ? null : { row: Math.floor(best / grid.cols), col: best % grid.cols };
}

function converter(info: ExperimentInfo, reading: Reading): (value: number) => number {
  const span = spanOf(info) ?? 1;
  if (reading === "raw") return (value) => value;
  const change = (value: number) => value - info.baseline;
  return reading === "effect" ? change : (value) => change(value) / span + 0;
}

/** What is never below zero, such as a probability, needs no middle. */
function rawScale(values: Float32Array, info: ExperimentInfo): Pick<Shown, "scale" | "domain"> {
  const there = [...values, info.baseline, info.other ?? info.baseline].filter(
    (value) => !Number.isNaN(value),
  );
  const most = largest(there) || 1;
  return there.every((value) => value >= 0)
    ? { scale: "sequential", domain: [0, most] }
    : { scale: "diverging", domain: [-most, most] };
}

/** The largest magnitude. */
export function largest(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

/** What one cell found, in words. */
export function noteOf(grid: Grid, info: ExperimentInfo, cell: Cell): string {
  const index = indexIn(grid, cell);
  const progress = grid.progress[index];
  const value = grid.values[index] ?? Number.NaN;
  if (progress === undefined || progress < Progress.there || Number.isNaN(value)) return "";
  if (info.n_pairs !== null) return meanNote(grid, info, index, value);
  if (progress === Progress.unchanged) return `metric ${signed(value)}: it changes nothing`;
  const effect = value - info.baseline;
  const estimate = grid.columns[ESTIMATE]?.[index];
  if (estimate !== undefined) return beside(estimate - info.baseline, grid.columns.values?.[index], info);
  const span = spanOf(info);
  const share = span === null ? "" : `, ${Math.round((100 * effect) / span)} % of the way`;
  return `metric ${signed(value)}, effect ${signed(effect)}${share}`;
}

/** A mean over pairs, with its interval and how many have the cell. */
function meanNote({ columns }: Grid, info: ExperimentInfo, index: number, value: number): string {
  const effect = (metric: number) => signed(metric - info.baseline);
  const estimate = columns[ESTIMATE]?.[index];
  const [low, high, n] = ["low", "high", "n"].map((name) => columns[name]?.[index] ?? Number.NaN);
  const known = low !== undefined && high !== undefined && !Number.isNaN(low + high);
  const interval = known ? `\n95 % interval of the mean effect: ${effect(low)} to ${effect(high)}` : "";
  const span = spanOf(info);
  const share = span === null ? "" : `, ${Math.round((100 * (value - info.baseline)) / span)} % of the way`;
  if (estimate !== undefined) {
    return `mean ${beside(estimate - info.baseline, columns.values?.[index], info)}, n = ${n}${interval}`;
  }
  return `mean effect ${effect(value)}, n = ${n}${share}${interval}`;
}

/** An estimated effect beside the true one. */
function beside(estimate: number, value: number | undefined, { baseline }: ExperimentInfo): string {
  const patched = value === undefined || Number.isNaN(value);
  const truth = patched ? "not patched" : `patched ${signed(value - baseline)}`;
  return `effect estimated ${signed(estimate)}, ${truth}`;
}

/** The figures above a picture: `logit difference 5.43, corrupt −5.86`. */
export function figuresOf({ metric, baseline, other, base, donor }: Experiment["info"] & object): string {
  const figures = [`${base} ${signed(baseline)}`, ...(other === null ? [] : [`${donor} ${signed(other)}`])];
  return `${metric.trim()}: ${figures.join(", ")}`;
}
