import { select } from "d3-selection";
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from "d3-zoom";
import type { Size } from "../canvas/useSize";
import { kept } from "./camera";
import type { MapLayout } from "./layout/types";
import type { Camera } from "./props";

export type Zoom = ZoomBehavior<HTMLElement, unknown>;

/** d3's zoom for the map: drag and pinch, Ctrl or ⌘ with the wheel; some of the map always stays in view. */
export function zoomBehaviour(
  around: () => { layout: MapLayout; size: Size },
  onMove: (camera: Camera) => void,
  onGestureEnd: () => void,
): Zoom {
  // d3 ends a gesture at every plain click too; one that moved nothing must not store a camera.
  let moved = false;
  return (
    zoom<HTMLElement, unknown>()
      .filter(accepts)
      .clickDistance(4)
      .wheelDelta(zoomStep)
      // Known already: left to itself, d3 would ask the element at every step and so force a layout.
      .extent(() => [
        [0, 0],
        [around().size.width, around().size.height],
      ])
      .constrain((transform) => {
        const { x, y, k } = kept(transform, around().layout, around().size);
        return zoomIdentity.translate(x, y).scale(k);
      })
      .on("start", () => {
        moved = false;
      })
      .on("zoom", ({ sourceEvent, transform: { x, y, k } }: D3ZoomEvent<HTMLElement, unknown>) => {
        moved ||= Boolean(sourceEvent);
        onMove({ x, y, k });
      })
      .on("end", () => {
        if (moved) onGestureEnd();
      })
  );
}

/** A notch of a mouse's wheel (100) and a pinch (a few at a time) both feel right: large steps are cut. */
function zoomStep({ deltaY, deltaMode }: WheelEvent): number {
  const pixels = deltaMode === 1 ? deltaY * 16 : deltaY;
  return -0.012 * Math.max(-40, Math.min(40, pixels));
}

function accepts(event: MouseEvent | WheelEvent): boolean {
  // The minimap moves the map in its own way.
  if (event.target instanceof Element && event.target.closest(".tf-map-mini")) return event.type === "wheel";
  if (event.type === "wheel") return event.ctrlKey || event.metaKey;
  return !event.ctrlKey && (event.button ?? 0) <= 1;
}

/** Puts the map where a camera says, at once. */
export function moveTo(element: HTMLElement, behaviour: Zoom, { x, y, k }: Camera): void {
  behaviour.transform(select(element), zoomIdentity.translate(x, y).scale(k));
}

/**
 * Lets d3 listen to the pane. A wheel without Ctrl pans, as in every drawing tool; a double click belongs to
 * the components. Returns what undoes it.
 */
export function listen(
  element: HTMLElement,
  behaviour: Zoom,
  panBy: (x: number, y: number) => void,
): () => void {
  const selection = select(element);
  selection.call(behaviour).on("dblclick.zoom", null);
  const pan = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const [x, y] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
    panBy(-x * unit, -y * unit);
  };
  element.addEventListener("wheel", pan, { passive: false });
  return () => {
    element.removeEventListener("wheel", pan);
    selection.on(".zoom", null);
  };
}
