// Which heads a gallery shows, in which order, and where their tiles stand.

export interface Scored {
  readonly name: string;
  /** Index of its miniature. */
  readonly index: number;
  /** Not a number where there is none. */
  readonly score: number;
}

export type Order = "layer" | "score" | "score_up";

export interface Wanted {
  readonly sort: Order;
  /** The least score; null for all heads. */
  readonly least: number | null;
  /** A part of the name; empty for all heads. */
  readonly named: string;
}

/** Those that are wanted, in order; heads without a score last where scores decide. */
export function arranged(heads: readonly string[], scores: Float32Array, wanted: Wanted): Scored[] {
  const part = wanted.named.trim().toLowerCase();
  const all = heads.map((name, index) => ({ name, index, score: scores[index] ?? Number.NaN }));
  const kept = all.filter(
    ({ name, score }) =>
      name.toLowerCase().includes(part) && (wanted.least === null || score >= wanted.least),
  );
  if (wanted.sort === "layer") return kept;
  const sign = wanted.sort === "score" ? -1 : 1;
  const rank = (score: number) => (Number.isNaN(score) ? Number.POSITIVE_INFINITY : sign * score);
  return kept.sort((one, other) => compare(rank(one.score), rank(other.score)) || one.index - other.index);
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

/** Tiles in rows, all of one size, in CSS pixels. */
export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** Side of a miniature. */
  readonly side: number;
  readonly pitchX: number;
  readonly pitchY: number;
}

/** `perRow`: as many heads as a layer has, where each is to have a row or some rows of its own; 0 else.
 * `letters`: of the longest name. */
export function laidOut(count: number, width: number, perRow: number, letters = 0): Layout {
  const usual = Math.max(1, Math.floor(width / (letters > SHORT ? ROOMY : USUAL)));
  const even = evenPart(perRow, Math.floor(width / NARROWEST));
  const columns = even > usual / 2 ? even : Math.max(1, Math.min(usual, count));
  const pitchX = Math.min(Math.floor(width / columns), WIDEST);
  const side = Math.max(1, pitchX - GAP);
  return { columns, rows: Math.ceil(count / columns), side, pitchX, pitchY: side + CAPTION + GAP };
}

/** The largest part, at most `most`, into which a layer's heads can be split evenly; 0 where there is none. */
function evenPart(heads: number, most: number): number {
  for (let part = Math.min(heads, most); part > 0; part--) if (heads % part === 0) return part;
  return 0;
}

export const CAPTION = 15;
const GAP = 8;
const NARROWEST = 46;
const USUAL = 62;
const ROOMY = 70;
const SHORT = 5;
const WIDEST = 128;

/** The tile at a place, and where in its miniature that is (0 to 1, or outside); null between tiles. */
export function tileAt(
  layout: Layout,
  count: number,
  x: number,
  y: number,
): { readonly index: number; readonly x: number; readonly y: number } | null {
  const [col, row] = [Math.floor(x / layout.pitchX), Math.floor(y / layout.pitchY)];
  const index = row * layout.columns + col;
  const [inX, inY] = [x - col * layout.pitchX, y - row * layout.pitchY];
  const outside = col < 0 || col >= layout.columns || row < 0 || index >= count;
  if (outside || inX > layout.side || inY > layout.side + CAPTION) return null;
  return { index, x: inX / layout.side, y: inY / layout.side };
}

/** Where an arrow leads from a tile; null for other keys and at the edge. */
export function walkTiles(at: number | null, key: string, columns: number, count: number): number | null {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
  if (step === undefined || count === 0) return null;
  if (at === null) return 0;
  const next = at + step;
  return next >= 0 && next < count ? next : null;
}
