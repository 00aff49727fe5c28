import { type RefObject, useLayoutEffect, useRef } from "react";
import type { Cell } from "./cells";
import type { Geometry } from "./geometry";
import { scrolledTo } from "./scrolledTo";

/** Scrolls to a cell once, however often the map changes its size afterwards. */
export function useSought(view: RefObject<HTMLElement | null>, plot: Geometry, sought: Cell | null): void {
  const done = useRef<Cell | null>(null);
  useLayoutEffect(() => {
    if (done.current === sought) return;
    done.current = sought;
    if (sought) scrolledTo(view.current, plot, sought);
  }, [view, plot, sought]);
}
