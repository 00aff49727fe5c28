// An experiment's numbers as a table, a row for each cell. Pure.
import { type Experiment, Progress, visibleText } from "@trafolab/viz";
import { type Grid, POSITIONS } from "./grid";
import { spanOf } from "./reading";

/** CSV with the labels along each axis, what was found, and in every row the conditions that it was found under. */
export function csvOf({ name, axes, columns, info, code }: Experiment, grid: Grid): string {
  if (!info) return "";
  const span = spanOf(info);
  const more = columns.slice(1);
  const bounds = info.n_pairs === null ? NONE : BOUNDS;
  // Where there is a row for each prompt, that axis says which.
  const named = new Set(axes.map((axis) => axis.name));
  const stamp = Object.entries(info.stamp).filter(([key, value]) => value !== null && !named.has(key));
  const conditions = {
    experiment: name,
    sentence: info.sentence,
    metric: info.metric,
    baseline: info.baseline,
    other: info.other ?? "",
    ...Object.fromEntries(stamp),
    code,
  };
  const head = [
    ...axes.map((axis) => axis.name),
    "value",
    "effect",
    "normalised",
    ...more.map((column) => bounds[column] ?? column),
    ...Object.keys(conditions),
  ];
  const lines = Array.from(grid.progress).flatMap((progress, index) => {
    if (progress < Progress.there && !more.some((column) => there(grid, column, index))) return [];
    const value = grid.columns[columns[0] ?? ""]?.[index] ?? Number.NaN;
    const effect = value - info.baseline;
    const found = [value, effect, span === null ? "" : effect / span + 0];
    const others = more.map((column) => {
      const found = grid.columns[column]?.[index];
      return found === undefined ? "" : bounds[column] ? found - info.baseline : found;
    });
    return [[...placesOf(axes, index), ...found, ...others, ...Object.values(conditions)]];
  });
  return [head, ...lines].map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

/** Over pairs: the columns that bound the mean effect. They are kept on the scale of the metric, about the mean of the
 * runs, which a table would not tell from bounds of the value. */
const BOUNDS: Readonly<Record<string, string>> = { low: "effect_low", high: "effect_high" };
const NONE: Readonly<Record<string, string>> = {};

function there(grid: Grid, column: string, index: number): boolean {
  return Number.isFinite(grid.columns[column]?.[index]);
}

/** The labels of a cell along each axis, by its index in C order. */
function placesOf(axes: Experiment["axes"], index: number): string[] {
  const places: string[] = [];
  let rest = index;
  for (const { name, labels } of [...axes].reverse()) {
    places.unshift(visible(name, labels[rest % labels.length] ?? ""));
    rest = Math.floor(rest / labels.length);
  }
  return places;
}

/** `5 ·Hart` of a position: two spaces behind each other are easily taken for one. */
function visible(axis: string, label: string): string {
  const [index = "", token] = POSITIONS.has(axis) ? split(label) : [];
  return token === undefined ? label : `${index} ${visibleText(token)}`;
}

function split(label: string): string[] {
  const at = label.indexOf(" ");
  return at < 0 ? [] : [label.slice(0, at), label.slice(at + 1)];
}

function field(value: unknown): string {
  const text = Number.isNaN(value) ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
