// An experiment's numbers as a matrix: its last axis across, all others down.
import { type Axis, type Cell, type Experiment, numbers, Progress, type Tensor } from "@trafolab/viz";

export interface Grid {
  readonly rows: number;
  readonly cols: number;
  /** `3` for a layer, `3.7` for one of its heads. */
  readonly rowLabels: readonly string[];
  /** Heads, or the tokens of the prompt that was changed. */
  readonly colLabels: readonly string[];
  /** What is told apart down and across. */
  readonly names: readonly [string, string];
  /** What is shown of what was found: the metric [row, col] under each change, or an estimate of it; not a number where
   * there is none yet. */
  readonly values: Float32Array;
  /** [row, col], as `Progress`. */
  readonly progress: Uint8Array<ArrayBuffer>;
  /** All that was found, [row, col], by its name. */
  readonly columns: Readonly<Record<string, Float32Array>>;
  readonly byPosition: boolean;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** What a gradient says of all cells, beside the metric under those changes that were made. */
export const ESTIMATE = "estimate";
const VALUES = "values";

/** The matrix of one of an experiment's columns; null before its axes are known. */
export function gridOf({ axes, columns }: Experiment, tensors: Tensors, shown = VALUES): Grid | null {
  const found = columns.flatMap((name) => {
    const tensor = tensors[name];
    return tensor ? [[name, numbers(tensor)] as const] : [];
  });
  const all = Object.fromEntries(found);
  const [values, progress] = [all[shown], tensors.progress];
  if (axes.length === 0 || !values || progress?.dtype !== "uint8") return null;
  const { down, across } = split(axes);
  const rowLabels = crossed(down);
  const colLabels = across ? across.labels.map((label) => shownLabel(across, label)) : [""];
  const how = progressOf(progress.data, values, shown);
  return {
    rows: rowLabels.length,
    cols: colLabels.length,
    rowLabels,
    colLabels,
    names: [down.map(({ name }) => name).join("."), across?.name ?? ""],
    values: values.map((value, i) => ((how[i] ?? 0) < Progress.there ? Number.NaN : value)),
    progress: how,
    columns: all,
    byPosition: across?.name === POSITION,
  };
}

/** Of a cell that there is an estimate of alone. */
const ESTIMATED = 4;

/** How far the cells of a column are: estimates come all at once, and not every cell is then patched. */
function progressOf(
  progress: Uint8Array<ArrayBuffer>,
  values: Float32Array,
  shown: string,
): Uint8Array<ArrayBuffer> {
  if (shown !== ESTIMATE) return progress.map((each) => (each === ESTIMATED ? Progress.none : each));
  return progress.map((each, i) => {
    const open = each === ESTIMATED || each === Progress.waiting;
    if (!open) return each;
    return Number.isNaN(values[i]) ? Progress.waiting : Progress.there;
  });
}

const POSITION = "pos";

/** One axis alone stands down, but for positions. */
function split(axes: readonly Axis[]): { down: readonly Axis[]; across: Axis | undefined } {
  return axes.length === 1 && axes[0]?.name !== POSITION
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
  return POSITIONS.has(name) ? label.replace(/^\d+ /, "") : label;
}

/** Axes along a prompt: of what is changed, or of the keys that a query attends to. */
export const POSITIONS: ReadonlySet<string> = new Set([POSITION, "src"]);

/** How many cells were computed by now, without those that change nothing. */
export function computed({ progress }: Pick<Grid, "progress">): number {
  return progress.reduce((count, each) => (each === Progress.there ? count + 1 : count), 0);
}

/** Whether the cells of two matrices stand for the same things. Two prompts have other tokens at the same positions:
 * positions are alike where there are as many. */
export function agree(a: Grid, b: Grid): boolean {
  const alike = a.rows === b.rows && a.cols === b.cols && same(a.names, b.names);
  const [down, across] = a.names.map((name) => name.split(".").some((each) => POSITIONS.has(each)));
  const rows = down === true || same(a.rowLabels, b.rowLabels);
  const cols = across === true || same(a.colLabels, b.colLabels);
  return alike && rows && cols;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function indexIn({ cols }: Pick<Grid, "cols">, { row, col }: Cell): number {
  return row * cols + col;
}
