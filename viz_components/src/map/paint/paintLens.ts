import { percent } from "../../format";
import { visibleText } from "../../tokens/visibleText";
import { SPINE_X } from "../layout/metrics";
import type { LensReading } from "../props";
import type { Frame } from "./scene";
import { type Lettering, widthOf, write } from "./words";

const RIGHT = SPINE_X - 20;
const WIDTH = 76;
const ROOM = 27;
const LETTERS = 12;
/** A letter's width as a share of the font's size. */
const LETTER = 0.61;

/** How many letters fit between the number and the map's edge, or the pane's where that leaves more. */
export function lettersIn(right: number, edge: number, size: number): number {
  return Math.max(2, Math.min(LETTERS, Math.floor((right - Math.min(0, edge)) / (LETTER * size))));
}

/** What the stream would predict at each point, at the left of the spine; thinned when dense. */
export function paintLens(frame: Frame): void {
  const { scene, k } = frame;
  if (k < 0.36) return;
  // Text keeps a readable size when the map is small, and does not shout when it is large.
  const size = Math.min(14, Math.max(9.5, 11.5 * k)) / k;
  let last = Number.POSITIVE_INFINITY;
  for (const reading of scene.lens) {
    const box = scene.layout.byName.get(reading.component);
    if (!box) continue;
    const y = box.y + box.h / 2;
    if (last - y < (ROOM * size) / 11.5) continue;
    last = y;
    row(frame, reading, y, size);
  }
}

function row(frame: Frame, { token, prob }: LensReading, y: number, size: number): void {
  const { context, view } = frame;
  const { palette } = frame.scene;
  const number = percent(prob);
  const unit = size / 11.5;
  context.textAlign = "right";
  context.textBaseline = "alphabetic";
  context.fillStyle = palette.dim;
  const plain: Lettering = { size: size - unit, mono: true };
  write(frame, number, RIGHT, y - unit, plain);
  const used = widthOf(frame, number, plain) + 5 * unit;
  context.fillStyle = palette.ink;
  const letters = lettersIn(RIGHT - used, view.x + 2 * unit, size);
  write(frame, visibleText(token, letters), RIGHT - used, y - unit, { size, bold: true, mono: true });
  context.fillStyle = palette["line-strong"];
  context.fillRect(RIGHT - WIDTH * unit, y + 3.6 * unit, WIDTH * unit, unit);
  context.fillStyle = palette.pos;
  context.fillRect(RIGHT - WIDTH * unit * prob, y + 2.8 * unit, WIDTH * unit * prob, 2.6 * unit);
}
