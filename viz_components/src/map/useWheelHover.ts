import { useEffect, useRef, type WheelEvent } from "react";
import type { ArchitectureMapProps } from "./props";
import { componentOf } from "./useMapKeys";

/** After the last turn of a wheel the map rests, in milliseconds. */
const REST_MS = 120;

/** A wheel moves the map under a pointer that stays: what was under it is let go of, and once the map rests what has come
 * there is pointed at. No browser says so before the pointer itself moves. */
export function useWheelHover({ hovered, onHover }: Pick<ArchitectureMapProps, "hovered" | "onHover">) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return ({ currentTarget: pane, clientX, clientY }: WheelEvent) => {
    if (hovered !== null) onHover(null);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const under = document.elementFromPoint(clientX, clientY);
      if (under && pane.contains(under)) onHover(componentOf(under));
    }, REST_MS);
  };
}
