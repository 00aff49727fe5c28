import type { RefObject } from "react";
import type { Cell } from "./cells";
import type { Geometry } from "./geometry";
import type { HeatMapProps } from "./HeatMap";
import { saidOf } from "./said";

const LETTER = 6.8;
const PADDING = 16;
const LINE = 16;
const AWAY = 6;

interface HeatMapTipProps extends HeatMapProps {
  plot: Geometry;
  view: RefObject<HTMLElement | null>;
}

/** The numbers of the cell pointed at, beside it, and spoken to those who walk by keyboard. */
export function HeatMapTip({ plot, view, hovered, ...map }: HeatMapTipProps) {
  const said = hovered && saidOf(map, hovered);
  if (!said) return <output className="tf-hidden" />;
  const { name, value, notes } = said;
  const longest = Math.max(name.length + 1 + value.length, ...notes.map(({ length }) => length));
  const width = longest * LETTER + PADDING;
  const { scrollLeft = 0, scrollTop = 0, clientWidth = 0 } = view.current ?? {};
  const lines = 1 + notes.length;
  const room = map.minCell ? clientWidth : 0;
  const at = beside(hovered, plot, { width, triangular: map.triangular, lines, scrolled: scrollTop, room });
  const left = map.minCell ? Math.max(0, Math.min(at.left - scrollLeft, clientWidth - width)) : at.left;
  return (
    <output className="tf-heatmap-tip" style={plot.width > 0 ? { top: at.top - scrollTop, left } : undefined}>
      {name} <b>{value}</b>
      {notes.length > 0 && <small>{notes.join("\n")}</small>}
    </output>
  );
}

interface Tip {
  readonly width: number;
  readonly lines?: number;
  readonly triangular?: boolean | undefined;
  /** How far the map is scrolled down. */
  readonly scrolled?: number;
  /** Width that the map has with all that is beside it; 0 where it is not to be left. */
  readonly room?: number;
}

/**
 * Where a tip of this width stands: above the row pointed at, below it at the top, never over it. In a triangle it
 * begins where the rows that it would cover have ended, as far as the width allows. Where it would cover the names of
 * the columns it stands beside the map, or below the names.
 */
export function beside({ row, col }: Cell, plot: Geometry, tip: Tip) {
  const { width, lines = 1, triangular, scrolled = 0, room = 0 } = tip;
  const height = 8 + LINE * lines;
  const above = row * plot.cellHeight - scrolled >= height + AWAY;
  const top = above ? row * plot.cellHeight - height - AWAY : (row + 1) * plot.cellHeight + AWAY;
  if (room > 0 && !above && top + height > plot.height) {
    const right = plot.labelWidth + plot.width + 2 * AWAY;
    if (right + width <= room) return { top: row * plot.cellHeight, left: right };
    return { top: plot.height + plot.footHeight + AWAY, left: plot.labelWidth + AWAY };
  }
  const covered = above ? row - 1 : Math.floor((top + height) / plot.cellHeight);
  const end = (triangular ? Math.max(col, covered) : col) + 1;
  const left = Math.min(end * plot.cellWidth + AWAY, plot.width - width);
  return { top, left: Math.max(0, plot.labelWidth + AWAY + left) };
}
