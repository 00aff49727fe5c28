import type { Size } from "../canvas/useSize";

/** Where the plot of a heat map stands, in CSS pixels. */
export interface Geometry {
  width: number;
  height: number;
  cellWidth: number;
  cellHeight: number;
  labelWidth: number;
  footHeight: number;
  /** The labels of the columns stand upright, since all of them have room. */
  upright: boolean;
}

const LETTER = 6.4;
const LARGEST_CELL = 38;
const UPRIGHT_FOOT = 20;

interface Shape {
  rows: number;
  cols: number;
  rowLabels: readonly string[];
  colLabels: readonly string[];
  /** Cells are as high as wide. */
  square: boolean;
}

const NO_LEAST: Size = { width: 0, height: 0 };

/**
 * Fits a heat map into a width: square cells where they are asked for, low ones for tables of effects. Cells are never smaller
 * than `least`, even where they are then more than there is room for.
 */
export function geometry(
  shape: Shape,
  available: Size,
  maxCell = LARGEST_CELL,
  least: Size = NO_LEAST,
): Geometry {
  const labelWidth = Math.min(longest(shape.rowLabels) * LETTER + 2, available.width * 0.3, 96);
  const room = Math.max(0, available.width - labelWidth - 8);
  const fitting = Math.min(maxCell, room / Math.max(1, shape.cols), ...bySide(shape, available.height));
  const cellWidth = Math.max(least.width, fitting);
  const tall = shape.square ? cellWidth : Math.max(15, Math.min(26, cellWidth));
  const cellHeight = Math.max(least.height, Math.min(tall, available.height / Math.max(1, shape.rows)));
  const upright = longest(shape.colLabels) * LETTER <= cellWidth - 4;
  return {
    width: cellWidth * shape.cols,
    height: cellHeight * shape.rows,
    cellWidth,
    cellHeight,
    labelWidth,
    footHeight: upright
      ? UPRIGHT_FOOT
      : Math.min(78, longest(shape.colLabels) * LETTER) * Math.sin((50 * Math.PI) / 180) + 14,
    upright,
  };
}

function bySide({ square, rows }: Shape, height: number): number[] {
  return square ? [height / Math.max(1, rows)] : [];
}

function longest(labels: readonly string[]): number {
  return Math.min(
    14,
    labels.reduce((most, label) => Math.max(most, label.length), 0),
  );
}
