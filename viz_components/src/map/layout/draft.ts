import type { Norm } from "../../protocol/gen";
import { NORM, RESID, SPINE_X } from "./metrics";
import type { Box, BoxKind, Frame, Point, Rect, Wire } from "./types";

/** A layout in the making. It grows upwards: `y` is the highest edge so far, and becomes more negative. */
export interface Draft {
  y: number;
  boxes: Box[];
  frames: Frame[];
  wires: Wire[];
  adders: Point[];
  rows: string[][];
}

export function emptyDraft(): Draft {
  return { y: 0, boxes: [], frames: [], wires: [], adders: [], rows: [] };
}

type Named = Pick<Box, "component" | "kind" | "layer" | "label">;

export function addBox(draft: Draft, named: Named, rect: Rect, picture = rect): void {
  draft.boxes.push({ ...named, ...rect, picture });
}

export function addNorm(draft: Draft, norm: Norm, layer: number | null, centre: Point): void {
  const rect = {
    x: centre.x - NORM.width / 2,
    y: centre.y - NORM.height / 2,
    w: NORM.width,
    h: NORM.height,
  };
  const label = norm.kind === "RMS" ? "rms" : "ln";
  addBox(draft, { component: norm.component, kind: "norm", layer, label }, rect);
}

/** A point of the residual stream, centred on the spine at height `y`. */
export function addStream(draft: Draft, place: "pre" | "mid" | "post", layer: number, y: number): string {
  const component = `resid_${place}.${layer}`;
  const kind: BoxKind = "resid";
  addBox(draft, { component, kind, layer, label: component }, around(SPINE_X, y, RESID, RESID));
  return component;
}

/** A line from point to point, with an arrow at its end. */
export function addArrow(draft: Draft, ...points: readonly (readonly [number, number])[]): void {
  draft.wires.push({ arrow: true, points });
}

/** A line that ends in another one. */
export function addLine(draft: Draft, ...points: readonly (readonly [number, number])[]): void {
  draft.wires.push({ arrow: false, points });
}

export function around(x: number, y: number, w: number, h: number): Rect {
  return { x: x - w / 2, y: y - h / 2, w, h };
}
