// How much of a row of panes each one takes. What a pane had before it was hidden is what it gets back.
import type { Layout } from "react-resizable-panels";

export interface Row {
  /** Takes what the others leave. */
  readonly rest: string;
  /** The least that `rest` keeps, in percent. */
  readonly least: number;
  /** The shares of all panes before anybody dragged, in percent. */
  readonly usual: Layout;
}

/** Below this a stored share is no width that anybody chose. */
const SMALLEST = 5;

/** The layout for remembered shares while some panes are hidden. */
export function layoutFor(row: Row, stored: Layout | null, hidden: readonly string[]): Layout {
  const others = Object.keys(row.usual).filter((name) => name !== row.rest);
  const wanted = others.map((name) => (hidden.includes(name) ? 0 : shareOf(row, stored, name)));
  const sum = wanted.reduce((total, share) => total + share, 0);
  const shrink = Math.min(1, (100 - row.least) / Math.max(sum, 1));
  const shares = wanted.map((share) => share * shrink);
  const taken = shares.reduce((total, share) => total + share, 0);
  return { [row.rest]: 100 - taken, ...Object.fromEntries(others.map((name, i) => [name, shares[i] ?? 0])) };
}

/** The shares to remember after a drag: what is hidden keeps the share that it had. */
export function remembered(row: Row, stored: Layout | null, dragged: Layout): Layout {
  return Object.fromEntries(
    Object.keys(row.usual).map((name) => {
      const now = dragged[name] ?? 0;
      return [name, now < SMALLEST ? shareOf(row, stored, name) : now];
    }),
  );
}

function shareOf(row: Row, stored: Layout | null, name: string): number {
  const kept = stored?.[name] ?? 0;
  return kept < SMALLEST ? (row.usual[name] ?? 0) : kept;
}
