import type { Pen } from "../../canvas/Pen";
import { overlaps } from "../camera";
import { ADDER } from "../layout/metrics";
import type { Point, Wire } from "../layout/types";
import type { Frame } from "./scene";

/** The residual stream, what reads from it and writes to it, and where that is added. */
export function paintSpine(frame: Frame): void {
  const { context, scene, k, detail, view } = frame;
  const { spine, wires, adders } = scene.layout;
  context.lineCap = "round";
  context.strokeStyle = scene.palette.spine;
  context.lineWidth = Math.max(3.5, 1.5 / k);
  context.beginPath();
  context.moveTo(spine.x, spine.top);
  context.lineTo(spine.x, spine.bottom);
  context.stroke();
  if (detail === "layer" || detail === "glyph") return;
  for (const wire of wires) if (inView(wire, frame)) line(frame, wire);
  const visible = adders.filter(({ y }) => y > view.y - 20 && y < view.y + view.h + 20);
  for (const adder of visible) plus(frame, adder);
}

function inView({ points }: Wire, { view }: Frame): boolean {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return overlaps(view, { x, y: y - 4, w: Math.max(...xs) - x, h: Math.max(...ys) - y + 8 });
}

function line({ context, scene, k }: Frame, { points, arrow }: Wire): void {
  context.strokeStyle = scene.palette.wire;
  context.lineWidth = Math.max(1.5, 0.8 / k);
  context.beginPath();
  // A path's first lineTo is a moveTo.
  for (const [x, y] of points) context.lineTo(x, y);
  const [tail, tip] = points.slice(-2);
  if (arrow && tail && tip) arrowHead(context, Math.atan2(tip[1] - tail[1], tip[0] - tail[0]), tip);
  context.stroke();
}

function arrowHead(context: Pen, angle: number, [x, y]: readonly [number, number]): void {
  for (const side of [-0.55, 0.55]) {
    context.moveTo(x, y);
    context.lineTo(x - 6 * Math.cos(angle + side), y - 6 * Math.sin(angle + side));
  }
}

function plus({ context, scene }: Frame, { x, y }: Point): void {
  context.beginPath();
  context.arc(x, y, ADDER, 0, 2 * Math.PI);
  context.fillStyle = scene.palette.panel;
  context.fill();
  context.strokeStyle = scene.palette.spine;
  context.lineWidth = 2;
  context.moveTo(x - 4, y);
  context.lineTo(x + 4, y);
  context.moveTo(x, y - 4);
  context.lineTo(x, y + 4);
  context.stroke();
}
