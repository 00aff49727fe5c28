import type { Layer, Norm } from "../../protocol/gen";
import { attentionCard, type Card, mlpCard } from "./cards";
import { addArrow, addNorm, addStream, type Draft } from "./draft";
import { ADDER, BLOCK_X, type Density, SPINE_X } from "./metrics";

const READ = 13;
const WRITE = 13;
const NORM_X = SPINE_X + 32;

/** A block whose MLP reads what its attention wrote. Ends with the stream after it. */
export function sequentialLayer(draft: Draft, layer: Layer, air: Density, mlpWidth: number): void {
  const { index, attention, mlp } = layer;
  const norms = (place: Norm["place"]) => layer.norms.filter((norm) => norm.place === place);
  const pre = addStream(draft, "pre", index, draft.y - 7);
  if (attention) {
    const at = { x: BLOCK_X, bottom: draft.y - air.gap };
    const card = attentionCard(draft, attention, index, at, air);
    connect(draft, card, index, norms("before_attention"), norms("after_attention"), [pre]);
  }
  if (mlp) {
    const mid = attention ? addStream(draft, "mid", index, draft.y - (air.gap - WRITE) / 2 - ADDER / 2) : pre;
    const at = { x: BLOCK_X, bottom: draft.y - air.gap, w: mlpWidth };
    const card = mlpCard(draft, mlp, index, at, air);
    connect(draft, card, index, norms("before_mlp"), norms("after_mlp"), [mid]);
  }
  if (!attention && !mlp) draft.rows.push([pre]);
  const post = addStream(draft, "post", index, draft.y - 4);
  draft.rows.at(-1)?.unshift(post);
  draft.y -= 10;
}

/** Wires a card: read from the stream through its norms, add back through those after it. */
function connect(
  draft: Draft,
  card: Card,
  layer: number,
  before: Norm[],
  after: Norm[],
  side: string[],
): void {
  const { frame } = card;
  // A low card's two wires would run through each other's norm: keep them a norm's height apart.
  const low = frame.h < 2 * READ + 18;
  const read = frame.y + frame.h - (low ? 4 : READ);
  const write = frame.y + (low ? 4 : WRITE);
  draft.frames.push(frame);
  addArrow(draft, [SPINE_X, read], [frame.x - 2, read]);
  addArrow(draft, [frame.x, write], [SPINE_X + ADDER + 2, write]);
  draft.adders.push({ x: SPINE_X, y: write });
  for (const norm of before) addNorm(draft, norm, layer, { x: NORM_X, y: read });
  for (const norm of after) addNorm(draft, norm, layer, { x: NORM_X, y: write });
  const names = [...before, ...after].map((norm) => norm.component);
  const aside = frame.component.startsWith("attn") ? [frame.component] : [];
  for (const [index, row] of card.rows.entries()) {
    draft.rows.push(index === 0 ? [...side, ...names, ...aside, ...row] : row);
  }
  draft.y = frame.y;
}
