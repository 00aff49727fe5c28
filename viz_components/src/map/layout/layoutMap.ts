import type { Structure } from "../../protocol/gen";
import { type Draft, emptyDraft } from "./draft";
import { embeddings, readout } from "./ends";
import { headGrid } from "./headGrid";
import { type Density, density, SPINE_X } from "./metrics";
import { parallelLayer } from "./parallelLayer";
import { sequentialLayer } from "./sequentialLayer";
import type { MapLayout, Point, Rect } from "./types";

const MARGIN = 10;

/**
 * Lays a model out from its structure alone, bottom to top as in the transformer-circuits figures
 * (Elhage et al. 2021): the residual stream as spine, what reads from and writes to it at its right, room for
 * the lens at its left. Only what the structure lists is drawn.
 */
export function layoutMap(structure: Structure): MapLayout {
  const draft = emptyDraft();
  const sandwiched = structure.layers.some(({ norms }) => norms.some(({ place }) => place === "after_mlp"));
  const air = density(structure.layers.length, sandwiched);
  const width = mlpWidth(structure, air);
  embeddings(draft, structure);
  for (const layer of structure.layers) {
    if (layer.parallel && layer.attention && layer.mlp) parallelLayer(draft, layer, air);
    else sequentialLayer(draft, layer, air, width);
  }
  readout(draft, structure);
  return settled(draft);
}

/** The MLPs' common width: of the widest attention layer, within reason. */
function mlpWidth({ layers }: Structure, air: Density): number {
  const grids = layers.flatMap(({ attention }) =>
    attention ? [headGrid(attention.n_heads, attention.n_key_value_heads, air.heads, air.label).width] : [],
  );
  return Math.max(200, Math.min(372, Math.max(0, ...grids)));
}

/** Moves everything so that the top left corner is the origin. */
function settled(draft: Draft): MapLayout {
  const down = MARGIN - draft.y;
  const moved = <T extends Point | Rect>(item: T): T => ({ ...item, y: item.y + down });
  const boxes = draft.boxes.map((box) => ({ ...moved(box), picture: moved(box.picture) }));
  const right = Math.max(SPINE_X + 60, ...[...boxes, ...draft.frames].map((rect) => rect.x + rect.w));
  return {
    width: right + MARGIN,
    height: down + MARGIN,
    boxes,
    frames: draft.frames.map(moved),
    wires: draft.wires.map((wire) => ({
      ...wire,
      points: wire.points.map(([x, y]) => [x, y + down] as const),
    })),
    adders: draft.adders.map(moved),
    spine: { x: SPINE_X, top: MARGIN + 20, bottom: down - 20 },
    rows: draft.rows.filter((row) => row.length > 0),
    byName: new Map(boxes.map((box) => [box.component, box])),
  };
}
