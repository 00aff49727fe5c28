import { type Colour, inkOn } from "../../scales";
import type { Box } from "../layout/types";
import { stateLook } from "../stateLooks";
import type { Frame } from "./scene";
import { shade } from "./shade";
import { glyph, rounded } from "./shapes";
import { write } from "./words";

/** The colour of a component's number; null where it has none. */
export function colourOf({ scene }: Frame, { component }: Pick<Box, "component">): Colour | null {
  const value = scene.colourBy?.values[component];
  return value === undefined || Number.isNaN(value) ? null : shade(scene, value);
}

/** Embeddings, unembedding and norms: pills with their name. */
export function paintPill(frame: Frame, box: Box): void {
  const { context, scene, k } = frame;
  const norm = box.kind === "norm";
  const colour = colourOf(frame, box);
  rounded(context, box, norm ? box.h / 2 : 8);
  context.fillStyle = colour?.css ?? scene.palette.panel;
  context.fill();
  context.strokeStyle = scene.palette["line-strong"];
  context.lineWidth = Math.max(1, 0.7 / k);
  context.stroke();
  // The name grows with the distance, as far as the pill has room for it.
  const size = Math.min(norm ? 13 : 15, Math.max(norm ? 10.5 : 11.5, 7.5 / k));
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour ? inkOn(colour) : norm ? scene.palette.dim : scene.palette.ink;
  write(frame, box.label, box.x + box.w / 2, box.y + box.h / 2 + 0.5, { size });
}

/** A group of heads that share keys and values: a bracket under them. */
export function paintGroup(frame: Frame, box: Box): void {
  const { context, scene } = frame;
  const y = box.y + 2;
  context.strokeStyle = scene.palette.wire;
  context.lineWidth = 1.3;
  context.beginPath();
  context.moveTo(box.x + 1, y - 3);
  context.lineTo(box.x + 1, y);
  context.lineTo(box.x + box.w - 1, y);
  context.lineTo(box.x + box.w - 1, y - 3);
  context.stroke();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = scene.palette.faint;
  write(frame, box.label, box.x + box.w / 2, y + 7, { size: 9.5 });
}

/** A point of the residual stream: small until it is pointed at, or something is done to it. */
export function paintStream(frame: Frame, box: Box): void {
  const { context, scene } = frame;
  const states = scene.states[box.component] ?? [];
  const [state] = states;
  const [x, y] = [box.x + box.w / 2, box.y + box.h / 2];
  const active = state !== undefined || scene.hovered === box.component || scene.selection.has(box.component);
  const colour = colourOf(frame, box);
  context.beginPath();
  context.arc(x, y, radius(frame, active, colour), 0, 2 * Math.PI);
  const plain = colour?.css ?? scene.palette.panel;
  context.fillStyle = state === undefined ? plain : scene.palette[stateLook(state).colour];
  context.strokeStyle = scene.palette.spine;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
  for (const [index, word] of states.entries()) glyph(frame, word, x + 16 + index * 14, y, 12);
  const remark = scene.badges[box.component] ?? scene.captions[box.component];
  if (remark === undefined || state === undefined) return;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = scene.palette[stateLook(state).colour];
  write(frame, clipped(remark), x + 12 + states.length * 14, y, { size: 11 });
}

/** One with a colour is to be seen from afar too, as long as its neighbours on the stream are. */
function radius({ k }: Frame, active: boolean, colour: Colour | null): number {
  if (colour) return Math.min(9, Math.max(6.5, 3.2 / k));
  return active ? 5.5 : 3;
}

function clipped(remark: string): string {
  return remark.length > 60 ? `${remark.slice(0, 59)}…` : remark;
}
