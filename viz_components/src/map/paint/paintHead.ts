import { inkOn } from "../../scales";
import { TILE } from "../layout/metrics";
import type { Box, Rect } from "../layout/types";
import { miniature } from "./atlas";
import { paintTokens, tokensShown } from "./paintTokens";
import type { Frame } from "./scene";
import { numberOn, shade } from "./shade";
import { write } from "./words";

const RADIUS = 6;

export function tileRadius(frame: Frame): number {
  return frame.detail === "tile" || frame.detail === "tokens" ? RADIUS / Math.max(1, frame.k / 2) : 2;
}

/**
 * Heads: their patterns in miniature, or numbers as colours. Corners and outlines are one path for all of them:
 * a clip for each tile would cost more than its picture.
 */
export function paintHeads(frame: Frame, boxes: readonly Box[]): void {
  const far = frame.detail === "glyph" || frame.detail === "layer";
  for (const box of boxes) paintData(frame, box.component, box.picture, far);
  if (far || boxes.length === 0) return;
  round(frame, boxes);
  label(frame, boxes);
  paintTokens(frame, boxes);
}

function round(frame: Frame, boxes: readonly Box[]): void {
  const { context, scene, k } = frame;
  const radius = tileRadius(frame);
  context.beginPath();
  for (const { picture } of boxes) {
    context.rect(picture.x, picture.y, picture.w, picture.h);
    context.roundRect(picture.x, picture.y, picture.w, picture.h, radius);
  }
  context.fillStyle = scene.palette.panel;
  context.fill("evenodd");
  context.beginPath();
  for (const { picture } of boxes) {
    context.roundRect(picture.x, picture.y, picture.w, picture.h, radius);
  }
  context.strokeStyle = scene.palette["line-strong"];
  context.lineWidth = Math.max(1, 0.8 / k) / Math.max(1, k);
  context.stroke();
}

function paintData(frame: Frame, component: string, tile: Rect, far: boolean): void {
  const value = frame.scene.colourBy?.values[component];
  if (value !== undefined) paintNumber(frame, tile, value);
  else paintPattern(frame, component, tile, far);
}

function paintPattern(frame: Frame, component: string, tile: Rect, far: boolean): void {
  const { context, scene, k } = frame;
  const { atlas } = scene;
  const source = atlas && miniature(atlas, component, far ? atlas.smallSize : atlas.size);
  if (!atlas || !source) {
    blank(frame, tile);
    return;
  }
  context.imageSmoothingEnabled = far || tile.w * k < atlas.size;
  const picture = far ? atlas.small() : atlas.picture;
  if (!picture) return;
  context.drawImage(picture, source.x, source.y, source.w, source.h, tile.x, tile.y, tile.w, tile.h);
}

function blank({ context, scene }: Frame, tile: Rect): void {
  context.fillStyle = scene.palette.sunken;
  context.fillRect(tile.x, tile.y, tile.w, tile.h);
}

function paintNumber(frame: Frame, tile: Rect, value: number): void {
  const { context, scene } = frame;
  if (Number.isNaN(value)) {
    blank(frame, tile);
    return;
  }
  const colour = shade(scene, value);
  context.fillStyle = colour.css;
  context.fillRect(tile.x, tile.y, tile.w, tile.h);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = inkOn(colour);
  write(frame, numberOn(scene, value), tile.x + tile.w / 2, tile.y + tile.h / 2, { size: 11, mono: true });
}

/** The heads' names: under their tiles, or in the corner where no attention can be. */
function label(frame: Frame, boxes: readonly Box[]): void {
  const { context, scene, k } = frame;
  const inside = boxes[0]?.h === TILE || tokensShown(frame) > 0;
  const size = (inside ? 9.5 : 11) / Math.max(1, k / 1.5);
  context.textBaseline = "middle";
  context.textAlign = inside ? "right" : "center";
  for (const { component, label: name, x, y } of boxes) {
    context.fillStyle = scene.selection.has(component) ? scene.palette.accent : scene.palette.dim;
    if (inside) write(frame, name, x + TILE - 3.5, y + 2 + size * 0.6, { size });
    else write(frame, name, x + TILE / 2, y + TILE + 10, { size });
  }
}
