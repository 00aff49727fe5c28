import type { PointerEvent } from "react";
import { tokenAt } from "./tokenAt";

/** So far the pointer moves before a press is a drag, in CSS pixels. */
const SLACK = 5;

/** What to call when the pointer goes down on a token: tells once that it is being dragged away. */
export function carrying(onCarry: ((index: number) => void) | undefined): (event: PointerEvent) => void {
  return (event) => {
    const index = onCarry && event.button === 0 ? tokenAt(event) : null;
    if (index !== null) untilDragged(event.clientX, event.clientY, () => onCarry?.(index));
  };
}

/** The pointer may leave the strip with its first move, so that the window is asked. */
function untilDragged(x: number, y: number, dragged: () => void): void {
  const end = new AbortController();
  const moved = (event: globalThis.PointerEvent) => {
    if (Math.hypot(event.clientX - x, event.clientY - y) < SLACK) return;
    end.abort();
    dragged();
  };
  window.addEventListener("pointermove", moved, { signal: end.signal });
  for (const over of ["pointerup", "pointercancel"] as const)
    window.addEventListener(over, () => end.abort(), { signal: end.signal });
}
