import type { Palette } from "../canvas/palette";
import { type Atlas, miniature } from "../map/paint/atlas";
import { type Colour, diverging, inkOn, sequential } from "../scales";
import type { Theme } from "../theme/useTheme";
import { CAPTION, type Layout, type Scored } from "./arrange";

export interface GalleryPicture {
  readonly shown: readonly Scored[];
  readonly layout: Layout;
  readonly atlas: Atlas | null;
  readonly domain: readonly [number, number];
  readonly theme: Theme;
  readonly palette: Palette;
  readonly selected: string | null;
  readonly at: number | null;
}

type Context = CanvasRenderingContext2D;

/** The tiles that lie between two heights: miniature, name, and score as a number on its colour. */
export function paintGallery(context: Context, picture: GalleryPicture, top: number, height: number): void {
  const { shown, layout, palette } = picture;
  const first = Math.max(0, Math.floor(top / layout.pitchY)) * layout.columns;
  const last = Math.min(shown.length, Math.ceil((top + height) / layout.pitchY) * layout.columns);
  for (let index = first; index < last; index++) {
    const head = shown[index];
    if (!head) continue;
    const x = (index % layout.columns) * layout.pitchX;
    const y = Math.floor(index / layout.columns) * layout.pitchY - top;
    paintMiniature(context, picture, head, x, y);
    paintCaption(context, picture, head, x, y + layout.side);
    const chosen = head.name === picture.selected;
    if (chosen || index === picture.at) outline(context, layout, x, y, chosen ? palette.accent : palette.ink);
  }
}

function paintMiniature(context: Context, picture: GalleryPicture, head: Scored, x: number, y: number): void {
  const { atlas, layout, palette } = picture;
  const source = atlas && miniature(atlas, head.name, atlas.size);
  context.fillStyle = palette.sunken;
  context.fillRect(x, y, layout.side, layout.side);
  if (!atlas || !source) return;
  context.imageSmoothingEnabled = layout.side < atlas.size;
  context.drawImage(atlas.picture, source.x, source.y, source.w, source.h, x, y, layout.side, layout.side);
}

function paintCaption(context: Context, picture: GalleryPicture, head: Scored, x: number, y: number): void {
  const { layout, palette, theme, domain } = picture;
  const colour = Number.isNaN(head.score) ? null : scoreColour(head.score, domain, theme);
  context.fillStyle = colour?.css ?? palette.sunken;
  context.fillRect(x, y + 1, layout.side, CAPTION - 1);
  context.strokeStyle = palette["line-strong"];
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y - layout.side + 0.5, layout.side - 1, layout.side + CAPTION - 1);
  context.fillStyle = palette["line-strong"];
  context.fillRect(x, y, layout.side, 1);
  context.fillStyle = colour ? inkOn(colour) : palette.dim;
  context.textBaseline = "middle";
  context.font = `9.5px ${palette.mono}`;
  context.textAlign = "left";
  context.fillText(shortName(head.name), x + 3, y + CAPTION / 2 + 0.5);
  context.textAlign = "right";
  if (layout.side >= 44) context.fillText(shortScore(head.score), x + layout.side - 3, y + CAPTION / 2 + 0.5);
}

function outline(context: Context, layout: Layout, x: number, y: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(x - 1, y - 1, layout.side + 2, layout.side + CAPTION + 2);
}

/** On the scale from low to high, or around zero where low is below it. */
export function scoreColour(score: number, [low, high]: readonly [number, number], theme: Theme): Colour {
  if (low < 0) return diverging(score / Math.max(-low, high), theme);
  return sequential((score - low) / (high - low || 1), theme);
}

/** `1.6` for `L1H6`, as the map has it. */
function shortName(name: string): string {
  return name.slice(1).replace("H", ".");
}

function shortScore(score: number): string {
  if (Number.isNaN(score)) return "–";
  const text = Math.abs(score) < 9.995 ? score.toFixed(2) : score.toFixed(1);
  return text.replace("-", "−").replace(/^(−?)0\./, "$1.");
}
