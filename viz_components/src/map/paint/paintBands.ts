import { overlaps } from "../camera";
import { TILE } from "../layout/metrics";
import type { Frame as Card } from "../layout/types";
import type { Frame, Scene } from "./scene";
import { shade } from "./shade";

/** From so far away that heads can't be told apart: each layer as one band, with its strongest number where there are
 * numbers. It comes in as one goes further away, over the heads that it stands for. */
export function paintBands(frame: Frame): void {
  const { context, scene, view } = frame;
  const begin = (scene.bands.size > 0 ? NUMBERS : PATTERNS) / TILE;
  const share = Math.min(1, Math.max(0, (begin - frame.k) / (begin * 0.3)));
  // Where a filter chose heads, a band would hide which.
  if (share === 0 || scene.faded.size > 0) return;
  context.save();
  context.globalAlpha = share;
  for (const card of scene.layout.frames) {
    const colour = bandColour(scene, card);
    if (colour === null || !overlaps(view, card)) continue;
    context.fillStyle = colour;
    context.fillRect(card.x, card.y, card.w, card.h);
  }
  context.restore();
}

/** Of a layer's strongest number. Where nothing has a number attention and MLPs are told apart; null where others have. */
export function bandColour(scene: Scene, { component }: Pick<Card, "component">): string | null {
  const value = scene.bands.get(component);
  if (value !== undefined) return shade(scene, value).css;
  if (scene.bands.size > 0) return null;
  return scene.palette[component.startsWith("mlp") ? "line-strong" : "wire"];
}

/** The width of heads, in CSS pixels, below which bands begin to show: patterns can be told apart further away. */
const NUMBERS = 6;
const PATTERNS = 4.5;
