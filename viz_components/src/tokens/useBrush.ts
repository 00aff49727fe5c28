import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from "react";
import { isMod } from "../modifiers";
import { type Brush, joined, span, toggledAt } from "./brush";
import { tokenAt } from "./tokenAt";

interface Start {
  readonly index: number;
  readonly kept: Brush;
  dragging: boolean;
}

/**
 * Brushes tokens: a drag, a right click, Shift or Ctrl with a click, and the same by keyboard. `click` and `key` say
 * whether they were meant.
 */
export function useBrush(brush: Brush, onBrush: ((positions: number[]) => void) | undefined) {
  /** Where the pointer went down, and what was brushed before if that is to stay. */
  const start = useRef<Start | null>(null);
  /** Where a span begins that is being extended. */
  const anchor = useRef<number | null>(null);
  if (!onBrush) return NOTHING;

  const toggle = (index: number) => {
    anchor.current = index;
    onBrush(toggledAt(brush, index));
  };
  const extend = (from: number, to: number) => {
    if (brush.length === 0 || anchor.current === null) anchor.current = from;
    onBrush(span(anchor.current, to));
  };

  return {
    down(event: PointerEvent): void {
      const index = event.button === 0 ? tokenAt(event) : null;
      start.current = index === null ? null : { index, kept: isMod(event) ? brush : [], dragging: false };
    },
    over(event: PointerEvent): void {
      const [from, to] = [start.current, tokenAt(event)];
      if (!from || to === null || (event.buttons & 1) === 0) return;
      if (!from.dragging && to === from.index) return;
      if (!from.dragging) swallowClick();
      from.dragging = true;
      anchor.current = from.index;
      onBrush(joined(from.kept, span(from.index, to)));
    },
    menu(event: MouseEvent): void {
      const index = tokenAt(event);
      if (index === null) return;
      event.preventDefault();
      toggle(index);
    },
    click(event: MouseEvent, index: number, selected: number | null): boolean {
      if (isMod(event)) toggle(index);
      else if (event.shiftKey) extend(selected ?? index, index);
      return isMod(event) || event.shiftKey;
    },
    key(event: KeyboardEvent, from: number, to: number | null): boolean {
      if (event.key === " " && isMod(event)) toggle(from);
      else if (event.shiftKey && to !== null) extend(from, to);
      else return false;
      return true;
    },
  };
}

const NOTHING = { down() {}, over() {}, menu() {}, click: () => false, key: () => false };

/** The click that ends a drag goes to whatever both of its ends lie in, and means nothing there. */
export function swallowClick(): void {
  const stop = (event: Event) => event.stopPropagation();
  window.addEventListener("click", stop, { capture: true });
  const end = () => setTimeout(() => window.removeEventListener("click", stop, { capture: true }));
  window.addEventListener("pointerup", end, { once: true });
}
