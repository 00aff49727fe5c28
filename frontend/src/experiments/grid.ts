// An experiment's numbers as a matrix: its last axis across, all others down.
import { type Axis, type Cell, type Experiment, Progress } from "@trafolab/viz";
import { numbers, type Tensor } from "../transport/tensor";

export interface Grid {
  readonly rows: number;
  readonly cols: number;
  /** `3` for a layer, `3.7` for one of its heads. */
  readonly rowLabels: readonly string[];
  /** Heads, or the tokens of the prompt that was changed. */
  readonly colLabels: readonly string[];
  /** What is told apart down and across. */
  readonly names: readonly [string, string];
  /** The metric [row, col] under each change; not a number where there is none yet. */
  readonly values: Float32Array;
  /** [row, col], as `Progress`. */
  readonly progress: Uint8Array<ArrayBuffer>;
  readonly byPosition: boolean;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** The matrix of an experiment's first column; null before its axes are known. */
export function gridOf({ axes, columns }: Experiment, tensors: Tensors): Grid | null {
  const [values, progress] = [tensors[columns[0] ?? "values"], tensors.progress];
  if (axes.length === 0 || !values || progress?.dtype !== "uint8") return null;
  const { down, across } = split(axes);
  const rowLabels = crossed(down);
  const colLabels = across ? across.labels.map((label) => shownLabel(across, label)) : [""];
  return {
    rows: rowLabels.length,
    cols: colLabels.length,
    rowLabels,
    colLabels,
    names: [down.map(({ name }) => name).join("."), across?.name ?? ""],
    values: numbers(values).map((value, i) =>
      (progress.data[i] ?? 0) < Progress.there ? Number.NaN : value,
    ),
    progress: progress.data,
    byPosition: across?.name === POSITION,
  };
}

const POSITION = "pos";

/** One axis alone stands down. */
function split(axes: readonly Axis[]): { down: readonly Axis[]; across: Axis | undefined } {
  return axes.length === 1
    ? { down: axes, across: undefined }
    : { down: axes.slice(0, -1), across: axes.at(-1) };
}

function crossed(axes: readonly Axis[]): string[] {
  return axes.reduce<string[]>(
    (before, { labels }) =>
      before.flatMap((start) => labels.map((label) => (start === "" ? label : `${start}.${label}`))),
    [""],
  );
}

/** A position is labelled by its token; its index is where it stands. */
function shownLabel({ name }: Axis, label: string): string {
  return name === POSITION ? label.replace(/^\d+ /, "") : label;
}

/** How many cells were computed by now, without those that change nothing. */
export function computed({ progress }: Pick<Grid, "progress">): number {
  return progress.reduce((count, each) => (each === Progress.there ? count + 1 : count), 0);
}

/** Whether the cells of two matrices stand for the same things. */
export function agree(a: Grid, b: Grid): boolean {
  const axes = ({ names, rowLabels, colLabels }: Grid) => JSON.stringify([names, rowLabels, colLabels]);
  return axes(a) === axes(b);
}

export function indexIn({ cols }: Pick<Grid, "cols">, { row, col }: Cell): number {
  return row * cols + col;
}
