// An experiment's numbers as a table, a row for each cell. Pure.
import { type Experiment, Progress } from "@trafolab/viz";
import type { Grid } from "./grid";
import { spanOf } from "./reading";
import { subjectOf } from "./specs";

/** CSV with the labels along each axis, what was found, and in every row the conditions that it was found under. */
export function csvOf({ name, axes, info, spec, code }: Experiment, grid: Grid): string {
  if (!info) return "";
  const span = spanOf(info);
  const stamp = Object.entries(info.stamp).filter(([, value]) => value !== null);
  const conditions = {
    experiment: name,
    what: subjectOf({ spec }),
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
    ...Object.keys(conditions),
  ];
  const lines = [...grid.values].flatMap((value, index) => {
    if ((grid.progress[index] ?? 0) < Progress.there) return [];
    const effect = value - info.baseline;
    const numbers = [value, effect, span === null ? "" : effect / span];
    return [[...placesOf(axes, index), ...numbers, ...Object.values(conditions)]];
  });
  return [head, ...lines].map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

/** The labels of a cell along each axis, by its index in C order. */
function placesOf(axes: Experiment["axes"], index: number): string[] {
  const places: string[] = [];
  let rest = index;
  for (const { labels } of [...axes].reverse()) {
    places.unshift(labels[rest % labels.length] ?? "");
    rest = Math.floor(rest / labels.length);
  }
  return places;
}

function field(value: unknown): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
