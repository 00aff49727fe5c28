import type { KeyboardEvent, MouseEvent, PointerEvent, SyntheticEvent } from "react";
import { clicksNothing, isMod } from "../modifiers";
import type { Brush } from "./brush";
import { carrying } from "./carrying";
import type { TokenStripProps } from "./TokenStrip";
import { tokenAt } from "./tokenAt";
import { useBrush } from "./useBrush";

const UNBRUSHED: Brush = [];

/** Events of all tokens at once; those of what trails them are not ours. */
export function useTokenEvents({ tokens, selected, onHover, onSelect, ...props }: TokenStripProps) {
  const brush = useBrush(props.brushed ?? UNBRUSHED, props.onBrush);
  const carry = carrying(props.onCarry);
  return {
    onClick: (event: MouseEvent) =>
      withIndex(event, (index) => brush.click(event, index, selected) || onSelect(index)),
    onContextMenu: brush.menu,
    onPointerDown: (event: PointerEvent) => {
      brush.down(event);
      carry(event);
    },
    onPointerOver: (event: PointerEvent) => {
      withIndex(event, onHover);
      brush.over(event);
    },
    onPointerLeave: () => onHover(null),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const from = tokenAt(event);
      if (from === null || event.altKey) return;
      const next = step(event.key, from, tokens.length);
      const brushing = brush.key(event, from, next);
      if (!brushing && (next === null || isMod(event))) return;
      event.preventDefault();
      if (next === null) return;
      event.currentTarget.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
      if (!brushing) onSelect(next);
    },
    onKeyUp: clicksNothing,
  };
}

function withIndex(event: SyntheticEvent, act: (index: number) => void): void {
  const index = tokenAt(event);
  if (index !== null) act(index);
}

function step(key: string, from: number, count: number): number | null {
  const moves: Record<string, number> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    Home: 0,
    End: count - 1,
  };
  const next = moves[key];
  return next === undefined ? null : Math.max(0, Math.min(count - 1, next));
}
