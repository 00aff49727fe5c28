import type { Pen } from "../../canvas/Pen";
import { diverging } from "../../scales";
import type { Theme } from "../../theme/useTheme";
import { overlaps } from "../camera";
import type { Line } from "../edges";
import type { Box } from "../layout/types";
import type { Frame } from "./scene";
import { glyph, grown, rounded } from "./shapes";

/** Width of the strongest line and of the weakest, in CSS pixels. */
const WIDEST = 5;
const THINNEST = 0.8;
/** Of the colour scale: below it a line would look like the panel. */
const PALEST = 0.42;

/** Lines between components: the wider the larger their effect, coloured by its sign where it has one. */
export function paintEdges(frame: Frame): void {
  const { context, scene, view } = frame;
  context.save();
  context.lineCap = "round";
  context.lineJoin = "round";
  const pointed = scene.pointedEdge;
  for (const line of scene.lines) {
    const others = line.edge.key !== pointed;
    if (others && inView(line, view)) stroke(frame, line, pointed === null ? 0.85 : 0.3);
  }
  const over = scene.lines.find(({ edge }) => edge.key === pointed);
  if (over) stroke(frame, over, 1, 1.6);
  context.restore();
}

function inView({ bounds }: Line, view: Frame["view"]): boolean {
  return overlaps(view, grown(bounds, 8));
}

function stroke({ context, scene, k }: Frame, { edge, points }: Line, alpha: number, wider = 1): void {
  const share = Math.max(-1, Math.min(1, edge.effect / scene.edgeReach));
  const colour = scene.edgeScale === "sequential" ? scene.palette.accent : signedColour(share, scene.theme);
  // Lines keep their width on the screen, but do not grow into bands where the map is small.
  const width =
    ((THINNEST + (WIDEST - THINNEST) * Math.abs(share)) * wider) / Math.max(0.35, Math.min(1.6, k));
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.lineWidth = Math.max(width, 1 / k);
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
  tip(context, points, colour, Math.max(3.2, width * 1.5));
}

function signedColour(share: number, theme: Theme): string {
  const size = PALEST + (1 - PALEST) * Math.abs(share);
  return diverging(share < 0 ? -size : size, theme).css;
}

/** An arrow head at the receiver. */
function tip(context: Pen, points: Line["points"], colour: string, size: number): void {
  const [x, y] = points.at(-1) ?? [0, 0];
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, y - size * 0.8);
  context.lineTo(x - size * 0.75, y + size * 0.7);
  context.lineTo(x + size * 0.75, y + size * 0.7);
  context.fill();
}

/** What a path does not go through: outlined and with a snowflake, as what is held. */
export function paintHeld(frame: Frame, boxes: readonly Box[]): void {
  const { context, scene, k } = frame;
  if (scene.heldOnPath.size === 0) return;
  context.save();
  context.strokeStyle = scene.palette.ice;
  context.lineWidth = Math.max(1.4, 1.2 / k);
  context.setLineDash([5, 3]);
  for (const box of boxes) {
    if (!scene.heldOnPath.has(box.component)) continue;
    const rect =
      box.kind === "attn"
        ? (scene.layout.frames.find(({ component }) => component === box.component) ?? box)
        : box;
    rounded(context, rect, box.kind === "norm" ? box.h / 2 : 11);
    context.stroke();
    const size = Math.min(13, rect.h * 0.8);
    if (size * k >= 5) glyph(frame, "frozen", rect.x + rect.w - size * 0.9, rect.y + size * 0.9, size);
  }
  context.restore();
}
