// What is said of a cell, under the pointer and where it is marked.
import { compact } from "../format";
import { labelText } from "../tokens/visibleText";
import { type Cell, Progress } from "./cells";
import type { HeatMapProps } from "./HeatMap";

type MapProps = Omit<HeatMapProps, "hovered" | "onHover" | "onSelect">;

/** A cell in words. */
export interface Said {
  readonly name: string;
  readonly value: string;
  /** Further lines. */
  readonly notes: readonly string[];
}

/** Null where the map has no such cell. */
export function saidOf(map: MapProps, cell: Cell): Said | null {
  const value = valueAt(map, cell);
  if (value === null) return null;
  const note = map.cellNote?.(cell) ?? "";
  return {
    name: map.cellName?.(cell) ?? pairName(cell, map),
    value,
    notes: note === "" ? [] : note.split("\n"),
  };
}

function valueAt(map: MapProps, cell: Cell): string | null {
  const { values, cols, progress, blankName = "does not exist" } = map;
  const index = cell.row * cols + cell.col;
  const value = values[index];
  if (value === undefined) return null;
  if (progress?.[index] === Progress.none) return blankName;
  return progress?.[index] === Progress.waiting ? "not computed yet" : compact(value);
}

function pairName({ row, col }: Cell, { rowLabels, colLabels, stride }: MapProps): string {
  return `${name(rowLabels, row, stride)} → ${name(colLabels, col, stride)}`;
}

function name(labels: readonly string[], index: number, stride = 1): string {
  return `${labelText(labels[index] ?? "", 16)} (${index * stride})`;
}
