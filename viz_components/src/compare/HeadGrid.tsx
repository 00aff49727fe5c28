import { useMemo } from "react";
import type { Cell } from "../heatmap/cells";
import { HeatMap } from "../heatmap/HeatMap";
import { useHover } from "../hover";
import { gridOf } from "./grid";

export interface HeadGridProps {
  /** Components such as `L1H6`, in the order of `values`. */
  heads: readonly string[];
  values: Float32Array;
  /** Value of the deepest colour. */
  largest: number;
  selected: string | null;
  onSelect: (head: string) => void;
  /** What the colours say; its accessible name. */
  label: string;
}

/** One number for each head, laid out as on the map: the highest layer on top. */
export function HeadGrid({ heads, values, largest, selected, onSelect, label }: HeadGridProps) {
  const [hovered, setHovered] = useHover<Cell>();
  const grid = useMemo(() => gridOf(heads, values), [heads, values]);
  const select = (cell: Cell) => {
    const head = grid.headAt(cell);
    if (head !== undefined) onSelect(head);
  };
  return (
    <HeatMap
      values={grid.values}
      rows={grid.rowLabels.length}
      cols={grid.colLabels.length}
      rowLabels={grid.rowLabels}
      colLabels={grid.colLabels}
      scale="sequential"
      domain={[0, largest]}
      hovered={hovered}
      onHover={setHovered}
      onSelect={select}
      selected={grid.cellOf(selected)}
      cellName={(cell) => grid.headAt(cell) ?? "no head"}
      maxHeight={TALLEST}
      label={label}
    />
  );
}

const TALLEST = 260;
