import { type PointerEvent, useState } from "react";
import { edgeAt, type Line } from "./edges";
import type { ArchitectureMapProps, MapEdge } from "./props";
import type { CameraControl } from "./useCamera";

/** How near to a line the pointer has to be, in CSS pixels. */
const REACH = 5;

/** An edge with where it was pointed at, in CSS pixels from the map's corner. */
export interface PointedEdge {
  edge: MapEdge;
  x: number;
  y: number;
}

/** The edge under the pointer: its owner is told when it is another one. */
export function usePointedEdge(
  lines: readonly Line[],
  camera: CameraControl,
  { onPointEdge }: Pick<ArchitectureMapProps, "onPointEdge">,
): { tip: PointedEdge | null; leave: () => void; handlers: EdgeHandlers } {
  const [tip, setTip] = useState<PointedEdge | null>(null);
  if (lines.length === 0) return NO_EDGES;
  const point = (next: PointedEdge | null) => {
    if (next?.edge.key === tip?.edge.key) return;
    setTip(next);
    onPointEdge?.(next?.edge.key ?? null);
  };
  const onPointerMove = ({ currentTarget, clientX, clientY, buttons }: PointerEvent) => {
    if (buttons !== 0) return point(null);
    const corner = currentTarget.getBoundingClientRect();
    const [x, y] = [clientX - corner.left, clientY - corner.top];
    const at = camera.current();
    const edge = edgeAt(lines, [(x - at.x) / at.k, (y - at.y) / at.k], REACH / at.k);
    point(edge && { edge, x, y });
  };
  // Those of the map itself stay.
  return {
    tip,
    leave: () => point(null),
    handlers: { onPointerMove, onPointerOut: (event: PointerEvent) => leaves(event) && point(null) },
  };
}

interface EdgeHandlers {
  onPointerMove?: (event: PointerEvent) => void;
  onPointerOut?: (event: PointerEvent) => void;
}

const NO_EDGES = { tip: null, leave: () => {}, handlers: {} as EdgeHandlers };

function leaves({ currentTarget, relatedTarget }: PointerEvent): boolean {
  return !(relatedTarget instanceof Node && currentTarget.contains(relatedTarget));
}
