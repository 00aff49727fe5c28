import { type Colour, inkOn } from "../../scales";
import type { Frame as Card } from "../layout/types";
import { colourOf } from "./paintSmall";
import type { Frame } from "./scene";
import { rounded } from "./shapes";
import { type Lettering, widthOf, write } from "./words";

export const CARD_RADIUS = 11;
/** Height of a title at the top. */
const HEADER = 23;
const TITLE: Lettering = { size: 11.5, bold: true };

/** The card of an attention layer or an MLP, with its title where there is room. */
export function paintCard(frame: Frame, card: Card): void {
  const { context, scene, k, detail } = frame;
  context.fillStyle = scene.palette.panel;
  if (detail === "layer" || detail === "glyph") context.fillRect(card.x, card.y, card.w, card.h);
  else {
    if (k > 0.6 && scene.layout.frames.length < 12) shadow(frame, card);
    rounded(context, card, CARD_RADIUS);
    context.fill();
    context.strokeStyle = scene.palette.line;
    context.lineWidth = Math.max(1, 0.7 / k);
    context.stroke();
  }
  const colour = card.component.startsWith("mlp") ? null : colourOf(frame, card);
  if (colour) coloured(frame, card, colour);
  title(frame, card, colour && inkOn(colour));
}

/** An attention layer's own number colours where its title stands; an MLP shows its own by its neurons. */
function coloured({ context }: Frame, card: Card, { css }: Colour): void {
  const head = card.aside > 0 ? { ...card, w: card.aside } : { ...card, h: HEADER };
  context.save();
  rounded(context, card, CARD_RADIUS);
  context.clip();
  context.fillStyle = css;
  context.fillRect(head.x, head.y, head.w, head.h);
  context.restore();
}

function shadow({ context, scene, k }: Frame, card: Card): void {
  context.save();
  context.shadowColor = scene.theme === "dark" ? "#0007" : "#1b1f2718";
  context.shadowBlur = 10 * k;
  context.shadowOffsetY = 2 * k;
  rounded(context, card, CARD_RADIUS);
  context.fill();
  context.restore();
}

function title(frame: Frame, card: Card, ink: string | null): void {
  const { context, scene, k } = frame;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = ink ?? scene.palette.dim;
  if (k < 0.56) number(frame, card, ink);
  else if (card.aside > 0) write(frame, shortTitle(card), card.x + 6, card.y + card.h / 2, TITLE);
  else heading(frame, card, ink);
}

/** In a compact map titles stand at the left of the cards, where there is little room. */
function shortTitle({ component, layer }: Card): string {
  return `${component.startsWith("mlp") ? "mlp" : "attn"} ${layer}`;
}

function heading(frame: Frame, card: Card, ink: string | null): void {
  write(frame, card.title, card.x + 10, card.y + 13, TITLE);
  note(frame, card, widthOf(frame, card.title, TITLE), ink);
}

function note(frame: Frame, card: Card, after: number, ink: string | null): void {
  frame.context.fillStyle = ink ?? frame.scene.palette.faint;
  write(frame, card.note, card.x + 10 + after + 8, card.y + 13, { size: 11 });
}

/** From afar, only the layers' numbers, at a size that stays readable, and no more of them than fit. */
function number(frame: Frame, card: Card, ink: string | null): void {
  const { context, scene, k } = frame;
  if (card.component.startsWith("mlp")) return;
  const { height, frames, spine } = scene.layout;
  const layers = 1 + (frames.at(-1)?.layer ?? 0);
  if (card.layer % numberStep((height / layers) * k) !== 0) return;
  const inside = card.aside * k > 16;
  context.textAlign = inside ? "center" : "right";
  if (!inside || ink === null) context.fillStyle = scene.palette.dim;
  const x = inside ? card.x + card.aside / 2 : spine.x - 9 / k;
  write(frame, String(card.layer), x, card.y + card.h / 2, { size: 10.5 / k, bold: true });
}

/** Every how many layers there is room for a number, when layers are `pitch` pixels apart. */
function numberStep(pitch: number): number {
  return [1, 2, 4, 8, 16].find((step) => step * pitch >= 15) ?? 32;
}
