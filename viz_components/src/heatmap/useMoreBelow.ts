import { type RefObject, useEffect, useState } from "react";
import { useSize } from "../canvas/useSize";
import type { Geometry } from "./geometry";

/** Whether rows of the map lie below what its view shows. */
export function useMoreBelow(view: RefObject<HTMLElement | null>, plot: Geometry): boolean {
  const [more, setMore] = useState(false);
  const { height } = useSize(view);
  useEffect(() => {
    const element = view.current;
    if (!element) return;
    const look = () => setMore(plot.height + plot.footHeight - element.scrollTop - height > SLACK);
    look();
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [view, plot, height]);
  return more;
}

/** Lines between the parts of the grid, in CSS pixels. */
const SLACK = 8;
