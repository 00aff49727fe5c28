import type { Layer } from "../../protocol/gen";
import { attentionCard, mlpCard } from "./cards";
import { addArrow, addLine, addNorm, addStream, type Draft } from "./draft";
import { ADDER, BLOCK_X, type Density, SPINE_X } from "./metrics";
import type { Frame } from "./types";

const MLP_WIDTH = 150;
const UNDER = 30;
const OVER = 12;

/**
 * A block whose attention and MLP read the same stream and add into it at one place: drawn side by side,
 * with one wire below that feeds both and one above that gathers both.
 */
export function parallelLayer(draft: Draft, layer: Layer, air: Density): void {
  const { index, attention, mlp } = layer;
  if (!attention || !mlp) return;
  const pre = addStream(draft, "pre", index, draft.y - 7);
  const read = draft.y - 15;
  const bottom = read - UNDER;
  const card = attentionCard(draft, attention, index, { x: BLOCK_X, bottom }, air);
  const at = { x: card.frame.x + card.frame.w + 14, bottom, w: MLP_WIDTH };
  const other = mlpCard(draft, mlp, index, at, { ...air, mlpHeight: Math.max(52, air.mlpHeight) });
  draft.frames.push(card.frame, other.frame);
  const write = card.frame.y - OVER;
  feed(draft, [card.frame, other.frame], read);
  gather(draft, [card.frame, other.frame], write);
  const names = placeNorms(draft, layer, [card.frame, other.frame], read);
  const side = [pre, ...names, attention.component];
  const last = card.rows.length - 1;
  card.rows.forEach((row, place) => {
    draft.rows.push([...(place === 0 ? side : []), ...row, ...(place === last ? [mlp.component] : [])]);
  });
  draft.y = write - ADDER;
  draft.rows.at(-1)?.unshift(addStream(draft, "post", index, draft.y - 8));
  draft.y -= 16;
}

const entry = (frame: Frame) => frame.x + 26;

function feed(draft: Draft, frames: readonly Frame[], read: number): void {
  const last = frames.at(-1);
  if (last) addLine(draft, [SPINE_X, read], [entry(last), read]);
  for (const frame of frames) addArrow(draft, [entry(frame), read], [entry(frame), frame.y + frame.h + 2]);
}

function gather(draft: Draft, frames: readonly Frame[], write: number): void {
  const last = frames.at(-1);
  draft.adders.push({ x: SPINE_X, y: write });
  if (last) addArrow(draft, [entry(last), write], [SPINE_X + ADDER + 2, write]);
  for (const frame of frames) addLine(draft, [entry(frame), frame.y], [entry(frame), write]);
}

/** A norm that both read through stands on the common wire, each one's own on its branch. */
function placeNorms(draft: Draft, layer: Layer, frames: readonly Frame[], read: number): string[] {
  const own = layer.norms.filter((norm) => norm.place === "before_mlp");
  const common = own.length === 0;
  layer.norms.forEach((norm, index) => {
    const frame = frames[norm.place.endsWith("mlp") ? 1 : 0];
    const branch = frame && !common && norm.place.startsWith("before");
    const centre = branch
      ? { x: entry(frame), y: read - UNDER / 2 + 3 }
      : {
          x: SPINE_X + 32 + (index > 0 ? index * 8 : 0),
          y: norm.place.startsWith("before") ? read : (frame?.y ?? 0),
        };
    addNorm(draft, norm, layer.index, centre);
  });
  return layer.norms.map((norm) => norm.component);
}
