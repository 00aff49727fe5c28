import { compact } from "../format";
import { labelText } from "../tokens/visibleText";
import type { Cell } from "./cells";
import type { Geometry } from "./geometry";
import type { HeatMapProps } from "./HeatMap";

const LETTER = 6.8;
const PADDING = 16;
const HEIGHT = 24;
const AWAY = 6;

/** The numbers of the cell pointed at, beside it, and spoken to those who walk by keyboard. */
export function HeatMapTip({ plot, hovered, ...map }: HeatMapProps & { plot: Geometry }) {
  const value = hovered && map.values[hovered.row * map.cols + hovered.col];
  if (hovered === null || value === undefined || value === null) return <output className="tf-hidden" />;
  const pair = map.cellName?.(hovered) ?? pairName(hovered, map);
  const number = compact(value);
  const width = (pair.length + 1 + number.length) * LETTER + PADDING;
  return (
    <output
      className="tf-heatmap-tip"
      style={plot.width > 0 ? beside(hovered, plot, { width, triangular: map.triangular }) : undefined}
    >
      {pair} <b>{number}</b>
    </output>
  );
}

interface Tip {
  readonly width: number;
  readonly triangular?: boolean | undefined;
}

/**
 * Where a tip of this width stands: above the row pointed at, below it at the top, never over it. In a triangle it
 * begins where the rows that it would cover have ended, as far as the width allows.
 */
export function beside({ row, col }: Cell, plot: Geometry, { width, triangular }: Tip) {
  const above = row * plot.cellHeight >= HEIGHT + AWAY;
  const top = above ? row * plot.cellHeight - HEIGHT - AWAY : (row + 1) * plot.cellHeight + AWAY;
  const covered = above ? row - 1 : Math.floor((top + HEIGHT) / plot.cellHeight);
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
