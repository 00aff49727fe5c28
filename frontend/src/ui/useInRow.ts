import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { inRow } from "./inRow";

interface InRow {
  readonly row: RefObject<HTMLDivElement | null>;
  /** Whether the piece at this place stands in the row; the others are to carry `data-out`. */
  readonly fits: (at: number) => boolean;
}

/**
 * Which children of a row have room in it, followed as it grows. All of them stay in the document, those without room
 * out of sight, so that each can be measured; `pieces` says what they are.
 */
export function useInRow(pieces: string, kept: number | null = null): InRow {
  const row = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<readonly number[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew with other pieces, and once the rest has its sign
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return;
    const measure = () => {
      const now = measured(element, kept);
      setShown((was) => (was?.join() === now.join() ? was : now));
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const each of [element, ...element.children]) observer.observe(each);
    return () => observer.disconnect();
  }, [pieces, kept, shown]);
  return { row, fits: (at) => shown === null || shown.includes(at) };
}

function measured(row: HTMLElement, kept: number | null): number[] {
  const { columnGap, paddingLeft, paddingRight } = getComputedStyle(row);
  const gap = pixels(columnGap);
  const room = row.clientWidth - pixels(paddingLeft) - pixels(paddingRight) + gap;
  const widths = Array.from(row.children, (child) => child.getBoundingClientRect().width + gap);
  const whole = inRow(widths, room + widthOfRest(row));
  return whole.length === widths.length ? whole : inRow(widths, room, kept);
}

/** What stands for the pieces without room takes some itself, which it gives back once all of them fit. */
function widthOfRest({ nextElementSibling: next }: HTMLElement): number {
  return next?.hasAttribute("data-rest") ? next.getBoundingClientRect().width : 0;
}

/** A computed length; what is no length, such as `normal`, is none. */
function pixels(length: string): number {
  return Number.parseFloat(length) || 0;
}
