import { colourTable, type ScaleKind } from "../scales";
import type { Theme } from "../theme/useTheme";

/** What a heat map's colours are computed from. */
export interface CellValues {
  values: Float32Array;
  rows: number;
  cols: number;
  scale: ScaleKind;
  domain: readonly [number, number];
  triangular: boolean;
  /** How far each cell is, as a {@link Progress}; absent where all are there. */
  progress?: Uint8Array | undefined;
}

/** How far a cell is: there is none, it is waited for, it is there, or it is there and changes nothing. */
export const Progress = { none: 0, waiting: 1, there: 2, unchanged: 3 } as const;

/** A cell of a heat map. */
export interface Cell {
  row: number;
  col: number;
}

/** The scale's ends where none are given: [0, 1], or the largest magnitude on both sides of zero. */
export function domainOf(values: Float32Array, scale: ScaleKind): readonly [number, number] {
  if (scale === "sequential") return [0, 1];
  const reach = reachOf(values);
  return [-reach, reach];
}

/** The largest magnitude of all of them, so that colours mean the same on both sides; 1 where all are zero. */
export function reachOf(...all: readonly Float32Array[]): number {
  let most = 0;
  for (const values of all)
    for (const value of values) if (Math.abs(value) > most && Number.isFinite(value)) most = Math.abs(value);
  return most || 1;
}

/** One packed pixel a cell, `[rows, cols]`; transparent where there is no value. */
export function cellPixels(map: CellValues, theme: Theme): Uint32Array<ArrayBuffer> {
  const table = colourTable(map.scale, theme);
  const pixels = new Uint32Array(map.rows * map.cols);
  const [low, high] = map.domain;
  const factor = 255 / (high - low || 1);
  for (let index = 0; index < pixels.length; index++) {
    const value = map.values[index] ?? Number.NaN;
    if (Number.isNaN(value) || isAbove(map, index) || isOut(map, index)) continue;
    const place = Math.max(0, Math.min(255, Math.round((value - low) * factor)));
    pixels[index] = table[place] ?? 0;
  }
  return pixels;
}

function isAbove({ triangular, cols }: CellValues, index: number): boolean {
  return triangular && index % cols > Math.floor(index / cols);
}

/** Without a number that could be shown. */
function isOut({ progress }: CellValues, index: number): boolean {
  return progress !== undefined && (progress[index] ?? 0) < Progress.there;
}

/** Cells that stand beside each other in a row: the first and one past the last, as flat indices. */
export type Stretch = readonly [number, number];

/** Each row's stretches of cells that are waited for. */
export function missing(map: CellValues): Stretch[] {
  const { values, progress } = map;
  return stretches(map, (index) =>
    progress ? progress[index] === Progress.waiting : Number.isNaN(values[index]),
  );
}

/** Each row's stretches of cells that there are none of. */
export function blank(map: CellValues): Stretch[] {
  const { progress } = map;
  return progress ? stretches(map, (index) => progress[index] === Progress.none) : [];
}

function stretches(map: CellValues, chosen: (index: number) => boolean): Stretch[] {
  const { rows, cols } = map;
  const found: [number, number][] = [];
  for (let index = 0; index < rows * cols; index++) {
    if (!chosen(index) || isAbove(map, index)) continue;
    const last = found.at(-1);
    if (last?.[1] === index && index % cols !== 0) last[1] = index + 1;
    else found.push([index, index + 1]);
  }
  return found;
}

/** The `kept` ones, both ends, and every n-th index from the last on: each at least `room` pixels from those before it. */
export function thinned(count: number, pitch: number, room: number, kept: readonly number[] = []): number[] {
  const step = pitch > 0 ? Math.max(1, Math.ceil(room / pitch)) : 1;
  if (count === 0) return [];
  const every = Array.from({ length: Math.ceil(count / step) }, (_, index) => count - 1 - index * step);
  const shown: number[] = [];
  for (const index of [...kept.filter((each) => each < count), count - 1, 0, ...every])
    if (shown.every((other) => clear(index, other, pitch, room))) shown.push(index);
  return shown.toSorted((a, b) => a - b);
}

function clear(index: number, other: number, pitch: number, room: number): boolean {
  return index !== other && (pitch <= 0 || Math.abs(index - other) * pitch >= room);
}

/** The cell after an arrow key; null for other keys. Starts in the last row, where the prompt ends. */
export function walkCells(from: Cell | null, key: string, rows: number, cols: number): Cell | null {
  const start = from ?? { row: rows - 1, col: 0 };
  const moves: Record<string, Cell> = {
    ArrowLeft: { row: start.row, col: start.col - 1 },
    ArrowRight: { row: start.row, col: start.col + 1 },
    ArrowUp: { row: start.row - 1, col: start.col },
    ArrowDown: { row: start.row + 1, col: start.col },
    Home: { row: start.row, col: 0 },
    End: { row: start.row, col: cols - 1 },
  };
  const next = moves[key];
  if (!next) return null;
  return from === null ? start : { row: clamp(next.row, rows), col: clamp(next.col, cols) };
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
