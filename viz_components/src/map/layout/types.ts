export type BoxKind = "embed" | "unembed" | "norm" | "attn" | "head" | "kv" | "mlp" | "resid";

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A component's place on the map: where it is drawn, and where it is hit. */
export interface Box extends Rect {
  component: string;
  kind: BoxKind;
  layer: number | null;
  label: string;
  /** The part that shows data: a head's pattern, an MLP's neurons. */
  picture: Rect;
}

/** The card behind an attention layer or an MLP. */
export interface Frame extends Rect {
  component: string;
  layer: number;
  title: string;
  note: string;
  /** Width of the column at the left that holds the title; 0 where it stands at the top. */
  aside: number;
}

/** A line of the diagram; with an arrow at its last point unless it ends in another line. */
export interface Wire {
  points: readonly (readonly [number, number])[];
  arrow: boolean;
}

export interface Point {
  x: number;
  y: number;
}

/** A model laid out in world coordinates: y grows downwards, the input is at the bottom. */
export interface MapLayout {
  width: number;
  height: number;
  boxes: Box[];
  frames: Frame[];
  wires: Wire[];
  /** Where something is added into the stream. */
  adders: Point[];
  spine: { x: number; top: number; bottom: number };
  /** Components as the arrow keys see them: rows bottom to top, each left to right. */
  rows: string[][];
  byName: ReadonlyMap<string, Box>;
}
