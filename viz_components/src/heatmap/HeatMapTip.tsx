import type { RefObject } from "react";
import { compact } from "../format";
import { labelText } from "../tokens/visibleText";
import { type Cell, Progress } from "./cells";
import type { Geometry } from "./geometry";
import type { HeatMapProps } from "./HeatMap";

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
  const value = hovered && valueAt(map, hovered);
  if (hovered === null || value === null) return <output className="tf-hidden" />;
  const pair = map.cellName?.(hovered) ?? pairName(hovered, map);
  const note = map.cellNote?.(hovered) ?? "";
  const notes = note === "" ? [] : note.split("\n");
  const longest = Math.max(pair.length + 1 + value.length, ...notes.map(({ length }) => length));
  const width = longest * LETTER + PADDING;
  const { scrollLeft = 0, scrollTop = 0, clientWidth = 0 } = view.current ?? {};
  const lines = 1 + notes.length;
  const room = map.minCell ? clientWidth : 0;
  const at = beside(hovered, plot, { width, triangular: map.triangular, lines, scrolled: scrollTop, room });
  const left = map.minCell ? Math.max(0, Math.min(at.left - scrollLeft, clientWidth - width)) : at.left;
  return (
    <output className="tf-heatmap-tip" style={plot.width > 0 ? { top: at.top - scrollTop, left } : undefined}>
      {pair} <b>{value}</b>
      {note !== "" && <small>{note}</small>}
    </output>
  );
}

/** In words; null where the map has no such cell. */
function valueAt(
  { values, cols, progress, blankName = "does not exist" }: Omit<HeatMapProps, "hovered">,
  cell: Cell,
): string | null {
  const index = cell.row * cols + cell.col;
  const value = values[index];
  if (value === undefined) return null;
  if (progress?.[index] === Progress.none) return blankName;
  return progress?.[index] === Progress.waiting ? "not computed yet" : compact(value);
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

function pairName({ row, col }: Cell, { rowLabels, colLabels, stride }: Named): string {
  return `${name(rowLabels, row, stride)} → ${name(colLabels, col, stride)}`;
}

type Named = Pick<HeatMapProps, "rowLabels" | "colLabels" | "stride">;

function name(labels: readonly string[], index: number, stride = 1): string {
  return `${labelText(labels[index] ?? "", 16)} (${index * stride})`;
}
