import type { KeyboardEvent, MouseEvent, PointerEvent } from "react";
import { isAdditive } from "../modifiers";
import { type Cell, type CellValues, walkCells } from "./cells";
import type { Geometry } from "./geometry";
import { byName, type Named } from "./names";

export interface CellCalls extends Named {
  onHover: (cell: Cell | null) => void;
  /** `additive`: with Shift, Ctrl or ⌘ held, to gather several. */
  onSelect: (cell: Cell, how: { additive: boolean }) => void;
}

/** What the plot hears. `walked` is called after a cell was reached by keyboard. */
export function cellEvents(calls: CellCalls, map: CellValues, plot: Geometry, walked: (cell: Cell) => void) {
  const { hovered, onHover, onSelect } = calls;
  return {
    onKeyDown: (event: KeyboardEvent) => {
      const press = event.key === "Enter" || event.key === " ";
      if (press && hovered) onSelect(hovered, { additive: isAdditive(event) });
      const next = walkCells(hovered, event.key, map.rows, map.cols);
      if (next && allowed(map, next)) {
        onHover(next);
        walked(next);
      }
      if (next || press || byName(event, calls)) event.preventDefault();
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const cell = cellAt(event, map, plot);
      if (cell?.row !== hovered?.row || cell?.col !== hovered?.col) onHover(cell);
    },
    onPointerLeave: () => onHover(null),
    onClick: (event: MouseEvent<HTMLElement>) => {
      const cell = cellAt(event, map, plot);
      if (cell) onSelect(cell, { additive: isAdditive(event) });
    },
  };
}

function cellAt(event: MouseEvent<HTMLElement>, map: CellValues, plot: Geometry): Cell | null {
  const box = event.currentTarget.getBoundingClientRect();
  const cell = {
    row: Math.floor((event.clientY - box.top) / plot.cellHeight),
    col: Math.floor((event.clientX - box.left) / plot.cellWidth),
  };
  const inside = cell.row >= 0 && cell.row < map.rows && cell.col >= 0 && cell.col < map.cols;
  return inside && allowed(map, cell) ? cell : null;
}

function allowed(map: CellValues, { row, col }: Cell): boolean {
  return !map.triangular || col <= row;
}
