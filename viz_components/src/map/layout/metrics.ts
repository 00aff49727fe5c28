/** Sizes of the map in world units, which are CSS pixels when the camera's k is 1. */
export const TILE = 48;
export const TILE_GAP = 6;
export const TILE_LABEL = 17;
export const GROUP_GAP = 9;
export const KV_HEIGHT = 17;
export const SPINE_X = 118;
export const BLOCK_X = SPINE_X + 64;
export const ADDER = 8;
export const PILL_HEIGHT = 22;
export const NORM = { width: 32, height: 18 } as const;
/** Side of a residual point's target. */
export const RESID = 12;

/** How much air and text a map has: one of few layers explains itself, one of many is compact. */
export interface Density {
  /** Height of a card's title; in a compact map titles stand at the left instead. */
  header: number;
  /** Width of that column at the left. */
  aside: number;
  pad: number;
  mlpHeight: number;
  /** Between two cards. */
  gap: number;
  heads: number;
  /** Height under a tile for its name; in a compact map it stands inside, where no attention can be. */
  label: number;
}

const ROOMY = {
  compact: false,
  header: 22,
  aside: 0,
  pad: 10,
  mlpHeight: 52,
  gap: 16,
  heads: 13,
  label: TILE_LABEL,
};
const COMPACT = { header: 0, aside: 54, pad: 5, mlpHeight: 22, gap: 10, heads: 13, label: 0 };
// Deep models are seen whole from afar: longer rows and lower cards keep them from becoming a thread.
const DEEP = { ...COMPACT, mlpHeight: 16, gap: 8, heads: 32 };

// An MLP with a norm before and one after it needs room for both, one above the other.
const BETWEEN_NORMS = 40;

/** How to draw a model: by its number of layers, and whether sublayers have norms at both ends. */
export function density(layers: number, sandwiched: boolean): Density {
  const air = layers <= 4 ? ROOMY : layers <= 24 ? COMPACT : DEEP;
  return sandwiched ? { ...air, mlpHeight: Math.max(air.mlpHeight, BETWEEN_NORMS) } : air;
}
