import { type RefObject, useEffect } from "react";
import { type Zoom, zoomed } from "./zoom";

/** Ctrl and the wheel, or two fingers on a touchpad, zoom; in steps, not with every event. */
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
      setZoom(zoomed(zoom, turned < 0 ? 1 : -1));
      turned = 0;
    };
    // React's own listeners may not prevent the page's zoom.
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [stage, zoom, setZoom]);
}

const STEP = 40;
