// Which part of a matrix is looked at. Pure.

/** From the first up to, without, the second. */
export type Stretch = readonly [start: number, end: number];

/** A quarter of a stretch around a place in it, at least as long as `least`; within what there is. */
export function closer([start, end]: Stretch, at: number, length: number, least = 8): Stretch {
  return around(at, Math.max(least, Math.ceil((end - start) / 4)), length);
}

/** Four times a stretch around its middle; null once that is all. */
export function farther([start, end]: Stretch, length: number): Stretch | null {
  const size = (end - start) * 4;
  return size >= length ? null : around((start + end) / 2, size, length);
}

function around(middle: number, size: number, length: number): Stretch {
  const fitting = Math.min(size, length);
  const start = Math.max(0, Math.min(length - fitting, Math.round(middle - fitting / 2)));
  return [start, start + fitting];
}
