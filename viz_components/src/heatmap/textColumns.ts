// How wide the columns of a grid of tokens are: so that those in sight are whole ones.

const LETTER = 6.8;
const PADDING = 8;
const GAP = 1;
const LEAST = 52;
const MOST = 96;

export interface TextColumns {
  /** Of the rows' names, in CSS pixels. */
  readonly names: number;
  /** Of each column, with what is between two. */
  readonly pitch: number;
  readonly template: string;
}

/** Columns for a grid of this width; `longest` is the longest name of a row, in letters. */
export function textColumns(width: number, longest: number, columns: number): TextColumns {
  const names = Math.ceil(longest * LETTER + PADDING);
  const room = Math.max(0, width - names);
  const whole = Math.max(1, Math.min(columns, Math.floor(room / (LEAST + GAP))));
  const column = Math.max(LEAST, Math.min(MOST, room / whole - GAP));
  return { names, pitch: column + GAP, template: `${names}px repeat(${columns}, ${column}px)` };
}

/** Where a grid stands so that a column is in sight beside the names, moved no farther than it needs. */
export function scrolledTo(
  left: number,
  column: number,
  width: number,
  { names, pitch }: TextColumns,
): number {
  const start = column * pitch;
  return Math.max(start + names + pitch - width, Math.min(left, start));
}
