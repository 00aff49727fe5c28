import type { Point } from "../store/page";

/** Where something that belongs to a component opens: under its place on the map, or amid the window. */
export function placeOf(component: string | undefined): Point {
  const element =
    component === undefined ? null : document.querySelector(`[data-component="${CSS.escape(component)}"]`);
  const box = element?.getBoundingClientRect();
  if (!box || box.width === 0) return { x: window.innerWidth / 2, y: window.innerHeight / 3 };
  return {
    x: inside(box.left + box.width / 2, window.innerWidth),
    y: inside(box.bottom, window.innerHeight),
  };
}

/** Where something that belongs to a button opens. */
export function placeUnder(button: Element): Point {
  const { left, bottom } = button.getBoundingClientRect();
  return { x: left, y: bottom + 4 };
}

/** A component may have been moved out of the window. */
function inside(value: number, size: number): number {
  return Math.max(8, Math.min(size - 8, value));
}
