import { visibleText } from "../../tokens/visibleText";
import { TILE } from "../layout/metrics";
import type { Box, Rect } from "../layout/types";
import type { Atlas } from "./atlas";
import type { Frame } from "./scene";
import { type Lettering, write } from "./words";

/** A tile's width in CSS pixels at which its tokens begin to show, and at which they are there. */
const FROM = 170;
const THERE = 230;
const LEAST_CELL = 9;
const LETTER = 0.62;
/** Room under a tile for the keys in a compact map, in world units. */
const NARROW = 5;

/** What of a frame that depends on. */
interface Seen {
  readonly scene: { readonly atlas: Pick<Atlas, "size"> | null; readonly tokens: readonly string[] };
  readonly k: number;
}

/** How much of the tokens shows: they come in as one goes nearer. */
export function tokensShown({ scene: { atlas, tokens }, k }: Seen): number {
  if (!atlas || tokens.length !== atlas.size || (TILE / atlas.size) * k < LEAST_CELL) return 0;
  return Math.max(0, Math.min(1, (TILE * k - FROM) / (THERE - FROM)));
}

/** The tokens of patterns that are near enough: each query's beside its row, where no attention can go, each key's under
 * its column. */
export function paintTokens(frame: Frame, boxes: readonly Box[]): void {
  const { context, scene } = frame;
  const share = tokensShown(frame);
  if (share === 0) return;
  context.save();
  context.globalAlpha = share;
  context.fillStyle = scene.palette.dim;
  context.textBaseline = "middle";
  for (const { component, picture, h } of boxes) {
    if (!scene.atlas?.places.has(component) || scene.colourBy?.values[component] !== undefined) continue;
    queries(frame, picture);
    keys(frame, picture, h > picture.h ? h - picture.h : NARROW);
  }
  context.restore();
}

function queries(frame: Frame, tile: Rect): void {
  const { context, scene, k } = frame;
  const cell = tile.w / scene.tokens.length;
  const letters: Lettering = { size: fontSize(cell, k), mono: true };
  context.textAlign = "left";
  context.save();
  context.beginPath();
  context.rect(tile.x, tile.y, tile.w, tile.h);
  context.clip();
  scene.tokens.forEach((token, row) => {
    write(frame, visibleText(token, 12), tile.x + (row + 1.3) * cell, tile.y + (row + 0.5) * cell, letters);
  });
  context.restore();
}

/** Written upwards, ending at the column that they belong to. */
function keys(frame: Frame, tile: Rect, room: number): void {
  const { context, scene, k } = frame;
  const cell = tile.w / scene.tokens.length;
  const size = fontSize(cell, k);
  const letters = Math.floor((room - 2 / k) / (size * LETTER));
  if (letters < 2) return;
  context.textAlign = "right";
  scene.tokens.forEach((token, column) => {
    context.save();
    context.translate(tile.x + (column + 0.5) * cell, tile.y + tile.h + 3 / k);
    context.rotate(-Math.PI / 2);
    write(frame, visibleText(token, Math.min(12, letters)), 0, 0, { size, mono: true });
    context.restore();
  });
}

function fontSize(cell: number, k: number): number {
  return Math.min(cell * 0.72, 11 / k);
}
