import { pathOf } from "../../canvas/pathOf";
import type { Rect } from "../layout/types";
import { stateLook } from "../stateLooks";
import type { Frame } from "./scene";

type Context = Frame["context"];

export function rounded(context: Context, { x, y, w, h }: Rect, radius: number): void {
  context.beginPath();
  context.roundRect(x, y, w, h, Math.min(radius, w / 2, h / 2));
}

/** A rectangle grown by `by` on all sides. */
export function grown({ x, y, w, h }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by };
}

/** Fades a rectangle and strokes it diagonally: what is there does not take part, or half of it. */
export function hatch({ context, scene, k }: Frame, rect: Rect, radius: number, half: boolean): void {
  const step = Math.max(6, 5 / k);
  context.save();
  rounded(context, rect, radius);
  context.clip();
  if (half) clipToUpperRight(context, rect);
  context.globalAlpha = 0.8;
  context.fillStyle = scene.palette.panel;
  context.fillRect(rect.x, rect.y, rect.w, rect.h);
  context.globalAlpha = 1;
  context.beginPath();
  for (let x = rect.x - rect.h; x < rect.x + rect.w; x += step) {
    context.moveTo(x, rect.y + rect.h);
    context.lineTo(x + rect.h, rect.y);
  }
  context.strokeStyle = scene.palette.hatch;
  context.lineWidth = Math.max(1.1, 1 / k);
  context.stroke();
  context.restore();
}

/** The half in which no pattern has anything to show. */
function clipToUpperRight(context: Context, { x, y, w, h }: Rect): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + w, y);
  context.lineTo(x + w, y + h);
  context.clip();
}

/** A state's sign, centred, `size` world units wide. */
export function glyph({ context, scene }: Frame, state: string, x: number, y: number, size: number): void {
  const look = stateLook(state);
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 12, size / 12);
  context.lineWidth = 1.5;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = scene.palette[look.colour];
  context.stroke(pathOf(look.path));
  context.restore();
}
