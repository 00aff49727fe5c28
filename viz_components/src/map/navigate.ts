import type { Box, MapLayout } from "./layout/types";

export type Direction = "left" | "right" | "up" | "down";

/** Where the arrow keys lead. `x` is the column that up and down try to keep. */
export interface Step {
  component: string;
  x: number;
}

const KEYS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

export function directionOf(key: string): Direction | null {
  return KEYS[key] ?? null;
}

/** The component that an arrow key leads to from `from`; null at the map's edge. */
export function walk(
  layout: MapLayout,
  from: string,
  direction: Direction,
  column: number | null,
): Step | null {
  const box = layout.byName.get(from);
  const place = layout.rows.findIndex((row) => row.includes(from));
  if (!box || place < 0) return null;
  if (direction === "left" || direction === "right") return sideways(layout, box, place, direction);
  const x = column ?? centre(box);
  const row = layout.rows[place + (direction === "up" ? 1 : -1)];
  const next = row && nearest(layout, row, isAside(box), x);
  return next ? { component: next.component, x } : null;
}

function sideways(layout: MapLayout, box: Box, place: number, direction: "left" | "right"): Step | null {
  const step = direction === "right" ? 1 : -1;
  const neighbour = headBeside(layout, box, step) ?? inRow(layout, box, place, step);
  return neighbour ? { component: neighbour.component, x: centre(neighbour) } : null;
}

/** Heads are walked in their own order, also where it breaks into the next row. */
function headBeside(layout: MapLayout, box: Box, step: number): Box | undefined {
  if (box.kind !== "head") return undefined;
  const [, layer, head] = /^L(\d+)H(\d+)$/.exec(box.component) ?? [];
  return layout.byName.get(`L${layer}H${Number(head) + step}`);
}

function inRow(layout: MapLayout, box: Box, place: number, step: number): Box | undefined {
  const row = layout.rows[place] ?? [];
  const next = row[row.indexOf(box.component) + step];
  return next === undefined ? undefined : layout.byName.get(next);
}

/** Walking up or down stays among heads and MLPs, or among the small things at the spine. */
function nearest(layout: MapLayout, row: readonly string[], aside: boolean, x: number): Box | undefined {
  const boxes = row.flatMap((component) => layout.byName.get(component) ?? []);
  const alike = boxes.filter((box) => isAside(box) === aside);
  const candidates = alike.length > 0 ? alike : boxes;
  return candidates.toSorted((a, b) => Math.abs(centre(a) - x) - Math.abs(centre(b) - x))[0];
}

function isAside({ kind }: Box): boolean {
  return kind === "resid" || kind === "norm" || kind === "attn";
}

function centre(box: Box): number {
  return box.x + box.w / 2;
}
