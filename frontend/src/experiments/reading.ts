// What of an experiment its colours show. Pure.
import { type Cell, type Experiment, type ExperimentInfo, Progress, type ScaleKind } from "@trafolab/viz";
import { signed } from "../ui/numbers";
import { type Grid, indexIn } from "./grid";

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
  if (reading === "raw") return { values, ...rawScale(values, info), label: info.metric.trim() };
  const most = largest(values) || 1;
  const label = reading === "effect" ? "effect" : "share of the way to the other run";
  return { values, scale: "diverging", domain: [-most, most], label };
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
  const progress = grid.progress[indexIn(grid, cell)];
  const value = grid.values[indexIn(grid, cell)] ?? Number.NaN;
  if (progress === undefined || progress < Progress.there || Number.isNaN(value)) return "";
  const span = spanOf(info);
  const effect = value - info.baseline;
  const share = span === null ? "" : `, ${Math.round((100 * effect) / span)} % of the way`;
  if (progress === Progress.unchanged) return `metric ${signed(value)}: it changes nothing`;
  return `metric ${signed(value)}, effect ${signed(effect)}${share}`;
}

/** The cells with the largest effects, either way, strongest first. */
export function strongest(grid: Grid, info: ExperimentInfo, k: number): Cell[] {
  return Array.from(grid.values, (value, index) => ({ size: Math.abs(value - info.baseline), index }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size)
    .slice(0, k)
    .map(({ index }) => ({ row: Math.floor(index / grid.cols), col: index % grid.cols }));
}

/** The figures above a picture: `logit difference 5.43, corrupt −5.86`. */
export function figuresOf({ metric, baseline, other, base, donor }: Experiment["info"] & object): string {
  const figures = [`${base} ${signed(baseline)}`, ...(other === null ? [] : [`${donor} ${signed(other)}`])];
  return `${metric.trim()}: ${figures.join(", ")}`;
}
