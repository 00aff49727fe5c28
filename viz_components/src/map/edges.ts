// Edges between components: where their lines run, and which one is under a pointer. Pure.
import type { Box, MapLayout, Rect } from "./layout/types";
import type { MapEdge } from "./props";

type Place = readonly [x: number, y: number];

/** An edge with the points that its line goes through, in world units. */
export interface Line {
  readonly edge: MapEdge;
  readonly points: readonly Place[];
  /** What its points take up. */
  readonly bounds: Rect;
}

/** The lines of all edges whose ends are on the map, the weakest first, so that the strongest are drawn over them. */
export function linesOf(edges: readonly MapEdge[], layout: MapLayout): Line[] {
  const lines = edges.flatMap((edge) => {
    const [from, to] = [layout.byName.get(edge.sender), layout.byName.get(edge.receiver)];
    if (!from || !to) return [];
    const points = curve(leaving(from), entering(to, edge.part));
    return [{ edge, points, bounds: around(points) }];
  });
  return lines.sort((a, b) => Math.abs(a.edge.effect) - Math.abs(b.edge.effect));
}

function around(points: readonly Place[]): Rect {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

/** What is written leaves at the top. */
function leaving({ picture, kind, x, w, y }: Box): Place {
  return kind === "resid" ? [x + w / 2, y + w / 2] : [picture.x + picture.w / 2, picture.y + 3];
}

/** Where queries, keys and values come in along the lower edge. */
const PARTS: Readonly<Record<string, number>> = { q: 0.22, k: 0.5, v: 0.78 };

function entering({ picture, kind }: Box, part: string): Place {
  const share = kind === "mlp" ? 0.12 : (PARTS[part] ?? 0.5);
  return [picture.x + picture.w * share, picture.y + picture.h - 3];
}

const STEPS = 18;
const LEAST_BEND = 34;

/** Upwards out of one end, upwards into the other. */
function curve([x0, y0]: Place, [x1, y1]: Place): Place[] {
  const bend = Math.max(LEAST_BEND, Math.abs(y0 - y1) * 0.42);
  return Array.from({ length: STEPS + 1 }, (_, i): Place => {
    const t = i / STEPS;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    return [a * x0 + b * x0 + c * x1 + d * x1, a * y0 + b * (y0 - bend) + c * (y1 + bend) + d * y1];
  });
}

/** The edge whose line is nearest to a place, where one is within reach; of several there the strongest. */
export function edgeAt(lines: readonly Line[], place: Place, reach: number): MapEdge | null {
  let [best, least] = [null as MapEdge | null, reach];
  for (const { edge, points } of lines) {
    const far = distance(points, place, reach);
    if (far <= least) [best, least] = [edge, far];
  }
  return best;
}

function distance(points: readonly Place[], [x, y]: Place, reach: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]] as [Place, Place];
    if (Math.min(a[1], b[1]) > y + reach || Math.max(a[1], b[1]) < y - reach) continue;
    least = Math.min(least, toSegment(a, b, x, y));
  }
  return least;
}

function toSegment([x0, y0]: Place, [x1, y1]: Place, x: number, y: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
}
