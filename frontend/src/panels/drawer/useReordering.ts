import { type PointerEvent, type RefObject, useState } from "react";
import { moved } from "../../acts/editing";

/** A row on its way to another place. */
export interface Moving {
  readonly id: string;
  /** The place that it would have now. */
  readonly to: number;
}

/** Rows of a list dragged by their grips; `rows` holds them as its direct children, in the order of `ids`. */
export function useReordering(
  rows: RefObject<HTMLElement | null>,
  ids: readonly string[],
  onOrder: (ids: string[]) => void,
) {
  const [moving, setMoving] = useState<Moving | null>(null);
  const grip = (id: string) => ({
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      event.currentTarget.focus();
      setMoving({ id, to: ids.indexOf(id) });
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (moving) setMoving({ id, to: placeAt(rows.current, ids.indexOf(id), event.clientY) });
    },
    onPointerUp() {
      if (moving && moving.to !== ids.indexOf(id)) onOrder(moved(ids, id, moving.to));
      setMoving(null);
    },
    onPointerCancel: () => setMoving(null),
  });
  return { moving, grip };
}

/** How many of the other rows stand above a height. */
function placeAt(list: HTMLElement | null, own: number, y: number): number {
  return [...(list?.children ?? [])].filter((row, i) => {
    const { top, height } = row.getBoundingClientRect();
    return i !== own && top + height / 2 < y;
  }).length;
}
