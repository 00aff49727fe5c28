import { type RefObject, useEffect } from "react";
import { flushSync } from "react-dom";
import { type Zoom, zoomed } from "./zoom";

/** Ctrl and the wheel, or two fingers on a touchpad, zoom; in steps, not with every event. What is under the pointer
 * stays there, as far as the picture can be scrolled. */
export function useWheelZoom(
  stage: RefObject<HTMLElement | null>,
  zoom: Zoom,
  setZoom: (zoom: Zoom) => void,
): void {
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    let turned = 0;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      turned += event.deltaY;
      if (Math.abs(turned) < STEP) return;
      const next = zoomed(zoom, turned < 0 ? 1 : -1);
      turned = 0;
      inPlace(element, event, () => flushSync(() => setZoom(next)));
    };
    // React's own listeners may not prevent the page's zoom.
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [stage, zoom, setZoom]);
}

const STEP = 40;

/** Scrolls so that the part of the plot that was at the pointer is there again after `change`. */
function inPlace(stage: HTMLElement, { clientX, clientY }: WheelEvent, change: () => void): void {
  const plot = stage.querySelector("[role=application]");
  const before = plot?.getBoundingClientRect();
  change();
  const view = plot?.parentElement;
  if (!plot || !before || !view || before.width === 0 || before.height === 0) return;
  const after = plot.getBoundingClientRect();
  const moved = (at: number, from: number, size: number, to: number, grown: number) =>
    to + ((at - from) / size) * grown - at;
  view.scrollLeft += moved(clientX, before.left, before.width, after.left, after.width);
  view.scrollTop += moved(clientY, before.top, before.height, after.top, after.height);
}
