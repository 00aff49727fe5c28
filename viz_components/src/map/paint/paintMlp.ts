import type { Pen } from "../../canvas/Pen";

import { inkOn } from "../../scales";
import type { Box, Rect } from "../layout/types";
import type { Frame } from "./scene";
import { numberOn, shade } from "./shade";
import { rounded } from "./shapes";
import { write } from "./words";

const RADIUS = 4;

/** What the neurons of an MLP do, the strongest of each bin; or a number as colour. */
export function paintMlp(frame: Frame, box: Box): void {
  const { context, scene } = frame;
  const strip = box.picture;
  const near = frame.detail !== "layer" && frame.detail !== "glyph";
  if (near) clipTo(context, strip);
  context.fillStyle = scene.palette.sunken;
  context.fillRect(strip.x, strip.y, strip.w, strip.h);
  const value = scene.colourBy?.values[box.component];
  if (value !== undefined) number(frame, strip, value);
  else bins(frame, box.component, strip);
  if (near) frameOf(frame, strip);
}

function clipTo(context: Pen, strip: Rect): void {
  context.save();
  rounded(context, strip, RADIUS);
  context.clip();
}

function frameOf({ context, scene }: Frame, strip: Rect): void {
  context.restore();
  rounded(context, strip, RADIUS);
  context.strokeStyle = scene.palette["line-strong"];
  context.lineWidth = 1;
  context.stroke();
}

function bins({ context, scene }: Frame, component: string, strip: Rect): void {
  const { strips } = scene;
  const row = strips?.rows.get(component);
  if (!strips || row === undefined) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(strips.picture, 0, row, strips.bins, 1, strip.x, strip.y, strip.w, strip.h);
}

function number(frame: Frame, strip: Rect, value: number): void {
  const { context, scene } = frame;
  if (Number.isNaN(value)) return;
  const colour = shade(scene, value);
  context.fillStyle = colour.css;
  context.fillRect(strip.x, strip.y, strip.w, strip.h);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = inkOn(colour);
  write(frame, numberOn(scene, value), strip.x + strip.w / 2, strip.y + strip.h / 2, {
    size: 11,
    mono: true,
  });
}
