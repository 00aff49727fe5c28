// How large the cells of a picture are.

/** Width of a cell in CSS pixels; null fits all columns into the pane. */
export type Zoom = number | null;

export const FITTING: Zoom = null;

const WIDTHS = [8, 12, 18, 28, 40, 56] as const;
/** What a fitted cell is at least: a line of labels, a column that can be pointed at. */
const LEAST = { width: 6, height: 14 };
const LARGEST = 44;

/** What a heat map is told of its cells. */
export function cellsFor(zoom: Zoom) {
  if (zoom === null) return { minCell: LEAST, maxCell: LARGEST };
  return { minCell: { width: zoom, height: Math.max(9, Math.min(30, zoom * 0.66)) }, maxCell: zoom };
}

/** The next size in a direction, from the fitted one by what it may be about. */
export function zoomed(zoom: Zoom, by: 1 | -1): Zoom {
  const from = zoom ?? 24;
  const next = by > 0 ? WIDTHS.find((width) => width > from) : WIDTHS.findLast((width) => width < from);
  return next ?? from;
}
