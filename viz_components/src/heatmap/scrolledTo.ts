import type { Cell } from "./cells";
import type { Geometry } from "./geometry";

/** Scrolls the view of a map as little as brings a cell into sight, clear of the labels. */
export function scrolledTo(view: HTMLElement | null, plot: Geometry, { row, col }: Cell): void {
  if (!view) return;
  const width = view.clientWidth - plot.labelWidth - GAP;
  const height = view.clientHeight - plot.footHeight - GAP;
  view.scrollLeft = within(view.scrollLeft, col * plot.cellWidth, plot.cellWidth, width);
  view.scrollTop = within(view.scrollTop, row * plot.cellHeight, plot.cellHeight, height);
}

const GAP = 10;

/** The scroll position nearest to `now` at which [start, start + size] lies in a window of `room`. */
export function within(now: number, start: number, size: number, room: number): number {
  return Math.max(Math.min(now, start), start + size - Math.max(size, room));
}
