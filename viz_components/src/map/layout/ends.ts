import type { Structure } from "../../protocol/gen";
import { addArrow, addBox, addNorm, around, type Draft } from "./draft";
import { ADDER, BLOCK_X, PILL_HEIGHT, SPINE_X } from "./metrics";

const LABELS: Record<string, string> = { embed: "embed", pos_embed: "position" };

/** The embeddings: the first one starts the stream, each further one is added to it. */
export function embeddings(draft: Draft, { embeddings: names }: Structure): void {
  const [first, ...others] = names;
  if (first !== undefined) {
    const rect = around(SPINE_X, draft.y - PILL_HEIGHT / 2, 72, PILL_HEIGHT);
    addBox(draft, { component: first, kind: "embed", layer: null, label: LABELS[first] ?? first }, rect);
    draft.y -= PILL_HEIGHT;
  }
  for (const name of others) {
    const y = draft.y - 16;
    const rect = { x: BLOCK_X, y: y - PILL_HEIGHT / 2, w: 72, h: PILL_HEIGHT };
    addBox(draft, { component: name, kind: "embed", layer: null, label: LABELS[name] ?? name }, rect);
    addArrow(draft, [rect.x, y], [SPINE_X + ADDER + 2, y]);
    draft.adders.push({ x: SPINE_X, y });
    draft.y = y - ADDER;
  }
  draft.rows.push(names);
  draft.y -= 6;
}

/** Final norm and unembedding, at the stream's end. */
export function readout(draft: Draft, { final_norm }: Structure): void {
  draft.y -= 8;
  if (final_norm) {
    addNorm(draft, final_norm, null, { x: SPINE_X, y: draft.y - 9 });
    draft.y -= 18 + 10;
  }
  const rect = around(SPINE_X, draft.y - PILL_HEIGHT / 2, 72, PILL_HEIGHT);
  addBox(draft, { component: "unembed", kind: "unembed", layer: null, label: "unembed" }, rect);
  draft.rows.push(final_norm ? [final_norm.component, "unembed"] : ["unembed"]);
  draft.y -= PILL_HEIGHT;
}
