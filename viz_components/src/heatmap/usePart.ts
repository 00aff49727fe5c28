import { type RefObject, useEffect, useState } from "react";
import { type Size, useSize } from "../canvas/useSize";
import type { Geometry } from "./geometry";

/** A stretch of a plot along one axis, in CSS pixels. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** The part of a plot that is painted. */
export interface Part {
  readonly x: Stretch;
  readonly y: Stretch;
}

/**
 * What a view shows of its plot and half as much around it, so that scrolling seldom paints; all of it where nothing
 * scrolls. A canvas of a thousand rows takes longer to hand to the screen than everything else of a map.
 */
export function usePart(view: RefObject<HTMLElement | null>, plot: Geometry, scrolls: boolean): Part {
  const size = useSize(view);
  const [at, setAt] = useState({ left: 0, top: 0 });
  useEffect(() => {
    const element = view.current;
    if (!element || !scrolls) return;
    const look = () => {
      const left = stepped(element.scrollLeft, element.clientWidth);
      const top = stepped(element.scrollTop, element.clientHeight);
      setAt((was) => (was.left === left && was.top === top ? was : { left, top }));
    };
    look();
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [view, scrolls]);
  return scrolls ? partAt(plot, size, at) : whole(plot);
}

function whole({ width, height }: Size): Part {
  return { x: { start: 0, length: width }, y: { start: 0, length: height } };
}

function partAt(plot: Size, view: Size, { left, top }: { left: number; top: number }): Part {
  return { x: stretch(left, view.width, plot.width), y: stretch(top, view.height, plot.height) };
}

/** The scroll position in half views: a painted part serves until the next of them. */
export function stepped(scroll: number, view: number): number {
  const step = Math.max(1, Math.floor(view / 2));
  return Math.floor(scroll / step) * step;
}

/** From half a view before `at` to half a view behind what is shown from the next step on, inside the plot. */
export function stretch(at: number, view: number, whole: number): Stretch {
  const start = Math.max(0, Math.min(at - Math.floor(view / 2), whole));
  return { start, length: Math.min(whole, at + 2 * view) - start };
}
