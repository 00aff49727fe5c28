import { TILE } from "./layout/metrics";

/** How much is drawn: zooming out folds tokens → tile → thumb → glyph → layer. */
export type Detail = "tokens" | "tile" | "thumb" | "glyph" | "layer";

const STEPS: readonly (readonly [number, Detail])[] = [
  [190, "tokens"],
  [33, "tile"],
  [11, "thumb"],
  [4.5, "glyph"],
];

/** The level of detail at a zoom: by how many CSS pixels a head's tile is wide. */
export function detailAt(k: number): Detail {
  return STEPS.find(([pixels]) => TILE * k >= pixels)?.[1] ?? "layer";
}
