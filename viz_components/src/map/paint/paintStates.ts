import type { Box, Rect } from "../layout/types";
import { byWeight, hatching, stateLook } from "../stateLooks";
import type { Frame } from "./scene";
import { glyph, grown, hatch, rounded } from "./shapes";

const BADGE = 17;

/** Draws a component's states over it: hatched, outlined, or filled where it is small. */
export function paintStates(frame: Frame, box: Box, body: Rect, radius: number): void {
  const states = byWeight(frame.scene.states[box.component] ?? []);
  if (states.length === 0) return;
  const hatched = hatching(states, frame.scene.partly[box.component]);
  if (hatched) hatch(frame, box.kind === "mlp" ? box.picture : body, radius, hatched === "half");
  const first = states[0] as string;
  if (isSmall(frame, body) && !isFlat(body)) block(frame, body, first, radius);
  else outline(frame, body, first, radius);
}

/** The signs of a component's states, over the rings: selecting it must not hide what is done to it. */
export function paintBadges(frame: Frame, box: Box, body: Rect): void {
  const states = byWeight(frame.scene.states[box.component] ?? []);
  const [first] = states;
  if (first === undefined) return;
  if (isSmall(frame, body)) {
    // Beside the neurons there is room for it, where the label stands at a larger scale.
    if (isFlat(body)) glyph(frame, first, body.x + body.h, body.y + body.h / 2, body.h * 0.9);
    return;
  }
  if (frame.detail === "tile" || frame.detail === "tokens") badges(frame, body, states);
  else glyph(frame, first, body.x + body.w / 2, body.y + body.h / 2, Math.min(body.w, body.h) * 0.72);
}

/** Too small on the screen for a sign. */
function isSmall({ k }: Frame, body: Rect): boolean {
  return Math.min(body.w, body.h) * k < 11;
}

/** A bar, as an MLP is: filled it would pass for neurons that are all active. */
function isFlat({ w, h }: Rect): boolean {
  return w > 4 * h;
}

/** Filled with the state's colour, hatching already tells ablation. */
function block({ context, scene }: Frame, body: Rect, state: string, radius: number): void {
  if (stateLook(state).hatched) return;
  rounded(context, body, radius);
  context.fillStyle = scene.palette[stateLook(state).colour];
  context.fill();
}

function outline({ context, scene, k }: Frame, body: Rect, state: string, radius: number): void {
  rounded(context, body, radius);
  context.strokeStyle = scene.palette[stateLook(state).colour];
  context.lineWidth = Math.max(1.6, 1.2 / k);
  context.setLineDash(state === "inactive" || state === "error" ? [4, 3] : []);
  context.stroke();
  context.setLineDash([]);
}

/** Round signs at the upper right corner, the weightiest outermost. */
function badges(frame: Frame, body: Rect, states: readonly string[]): void {
  const { context, scene } = frame;
  // Signs keep a readable size when one zooms in, rather than growing over the pattern.
  const size = BADGE / Math.max(1, frame.k / 1.6);
  states.forEach((state, index) => {
    const x = body.x + body.w - size * 0.2 - index * size * 0.86;
    const y = body.y + size * 0.12;
    context.beginPath();
    context.arc(x, y, size / 2, 0, 2 * Math.PI);
    context.fillStyle = scene.palette.panel;
    context.fill();
    context.lineWidth = size / 16;
    context.strokeStyle = scene.palette["line-strong"];
    context.stroke();
    glyph(frame, state, x, y, size * 0.64);
  });
}

/** Rings of selection, pointer and keyboard, of the same width at every zoom. */
export function paintRings(frame: Frame, box: Box, body: Rect, radius: number): void {
  const { scene, k } = frame;
  const { component } = box;
  if (scene.selection.has(component)) ring(frame, body, radius, 1.2 / k, 2.5 / k, scene.palette.accent);
  else if (scene.hovered === component) ring(frame, body, radius, 0.5 / k, 1.5 / k, scene.palette.dim);
  if (scene.focused === component) ring(frame, body, radius, 4 / k, 1.5 / k, scene.palette.ink);
}

function ring(
  { context }: Frame,
  body: Rect,
  radius: number,
  out: number,
  width: number,
  colour: string,
): void {
  rounded(context, grown(body, out + width / 2), radius + out);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}
