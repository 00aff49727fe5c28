import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import { readPalette } from "../canvas/palette";
import { prepareCanvas } from "../canvas/prepareCanvas";
import { useSize } from "../canvas/useSize";
import { compact } from "../format";
import type { ScaleKind } from "../scales";
import { useTheme } from "../theme/useTheme";
import { AxisLabels } from "./AxisLabels";
import { type Cell, type CellValues, domainOf, walkCells } from "./cells";
import { type Geometry, geometry } from "./geometry";
import { HeatMapTip } from "./HeatMapTip";
import { paintHeatMap } from "./paintHeatMap";

export interface HeatMapProps {
  /** Row-major `[rows, cols]`. NaN is drawn hatched: there is no value. */
  values: Float32Array;
  rows: number;
  cols: number;
  rowLabels: readonly string[];
  colLabels: readonly string[];
  scale: ScaleKind;
  /** Values at the scale's ends; by default [0, 1], or the largest magnitude on both sides of zero. */
  domain?: readonly [number, number] | undefined;
  hovered: Cell | null;
  onHover: (cell: Cell | null) => void;
  onSelect: (cell: Cell) => void;
  /** The cell that was chosen: it keeps a frame. */
  selected?: Cell | null | undefined;
  /** What a cell is called where its row and column in the order of a prompt would not say it. */
  cellName?: ((cell: Cell) => string) | undefined;
  /** Nothing stands above the diagonal: it is left blank and can't be pointed at. */
  triangular?: boolean | undefined;
  /** Positions that one cell stands for, where the matrix was pooled; indices are shown in positions. */
  stride?: number | undefined;
  /** Tallest that the cells may become together, in CSS pixels. */
  maxHeight?: number | undefined;
  /** Largest that one cell may become, in CSS pixels. */
  maxCell?: number | undefined;
  /** What the map shows; its accessible name. */
  label: string;
}

const TALLEST = 620;

/** A matrix as colours, with labels that thin out when dense, a cross hair, and a cursor for the keyboard. */
export function HeatMap(props: HeatMapProps) {
  const { rowLabels, colLabels, hovered, selected = null, label, maxHeight = TALLEST, maxCell } = props;
  const container = useRef<HTMLDivElement>(null);
  const description = useId();
  const { width } = useSize(container);
  const map = useCells(props);
  const plot = useMemo(
    () => geometry({ ...map, rowLabels, colLabels }, { width, height: maxHeight }, maxCell),
    [map, rowLabels, colLabels, width, maxHeight, maxCell],
  );
  const canvas = usePainted(map, plot, hovered, selected);
  const size = { width: plot.width, height: plot.height };
  return (
    <div className="tf-heatmap" ref={container} style={{ gridTemplateColumns: `${plot.labelWidth}px 1fr` }}>
      <AxisLabels axis="row" labels={rowLabels} plot={plot} hovered={hovered?.row ?? null} />
      <div
        className="tf-heatmap-plot"
        style={size}
        role="application"
        aria-roledescription="heat map"
        aria-label={label}
        aria-describedby={description}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk its cells
        tabIndex={0}
        {...cellEvents(props, map, plot)}
      >
        <canvas ref={canvas} style={size} />
      </div>
      <AxisLabels axis="col" labels={colLabels} plot={plot} hovered={hovered?.col ?? null} />
      <span className="tf-hidden" id={description}>
        {describe(map)}
      </span>
      <HeatMapTip {...props} plot={plot} />
    </div>
  );
}

function cellEvents({ hovered, onHover, onSelect }: HeatMapProps, map: CellValues, plot: Geometry) {
  return {
    onKeyDown: (event: KeyboardEvent) => {
      const press = event.key === "Enter" || event.key === " ";
      if (press && hovered) onSelect(hovered);
      const next = walkCells(hovered, event.key, map.rows, map.cols);
      if (next && allowed(map, next)) onHover(next);
      if (next || press) event.preventDefault();
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const cell = cellAt(event, map, plot);
      if (cell?.row !== hovered?.row || cell?.col !== hovered?.col) onHover(cell);
    },
    onPointerLeave: () => onHover(null),
    onClick: (event: MouseEvent<HTMLElement>) => {
      const cell = cellAt(event, map, plot);
      if (cell) onSelect(cell);
    },
  };
}

function useCells({ values, rows, cols, scale, domain, triangular = false }: HeatMapProps): CellValues {
  const [low, high] = domain ?? [undefined, undefined];
  return useMemo(() => {
    const ends = low === undefined || high === undefined ? domainOf(values, scale) : ([low, high] as const);
    return { values, rows, cols, scale, domain: ends, triangular };
  }, [values, rows, cols, scale, low, high, triangular]);
}

function usePainted(map: CellValues, plot: Geometry, hovered: Cell | null, selected: Cell | null) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useLayoutEffect(() => {
    const context = canvas.current && prepareCanvas(canvas.current, plot);
    if (!canvas.current || !context || plot.width === 0) return;
    paintHeatMap(context, { map, plot, theme, hovered, selected, palette: readPalette(canvas.current) });
  }, [map, plot, theme, hovered, selected]);
  return canvas;
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

function describe({ rows, cols, domain }: CellValues): string {
  const ends = `from ${compact(domain[0])} to ${compact(domain[1])}`;
  return `${rows} rows by ${cols} columns, ${ends}. Arrow keys walk the cells, Enter selects.`;
}
