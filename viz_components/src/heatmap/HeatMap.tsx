import { type RefObject, useCallback, useId, useLayoutEffect, useMemo, useRef } from "react";
import { type Palette, readPalette } from "../canvas/palette";
import { prepareCanvas } from "../canvas/prepareCanvas";
import { type Size, useSize } from "../canvas/useSize";
import { compact } from "../format";
import type { ScaleKind } from "../scales";
import { type Theme, useTheme } from "../theme/useTheme";
import { AxisLabels } from "./AxisLabels";
import { CrossHair } from "./CrossHair";
import { type CellCalls, cellEvents } from "./cellEvents";
import { type Cell, type CellValues, domainOf } from "./cells";
import { type Geometry, geometry } from "./geometry";
import { HeatMapTip } from "./HeatMapTip";
import { paintHeatMap } from "./paintHeatMap";
import { scrolledTo } from "./scrolledTo";
import { useMark } from "./useMark";
import { useMoreBelow } from "./useMoreBelow";
import { type Part, usePart } from "./usePart";
import { useSought } from "./useSought";

export interface HeatMapProps extends Omit<CellCalls, "onSelect"> {
  /** What a click on a cell does, where it stands for one thing. Without it the cell is marked until it is clicked again:
   * it keeps a frame, and its numbers stay beside it while none is pointed at. */
  onSelect?: CellCalls["onSelect"] | undefined;
  /** Row-major `[rows, cols]`. NaN is drawn hatched: there is no value. */
  values: Float32Array;
  rows: number;
  cols: number;
  rowLabels: readonly string[];
  colLabels: readonly string[];
  scale: ScaleKind;
  /** Values at the scale's ends; by default [0, 1], or the largest magnitude on both sides of zero. */
  domain?: readonly [number, number] | undefined;
  /** How far each cell is, as a `Progress`: none is grey, waiting hatched, unchanged dotted. */
  progress?: Uint8Array | undefined;
  /** What the tip says of a cell that there is none of. */
  blankName?: string | undefined;
  /** A cell to be scrolled into sight, once each time that it is another object. */
  sought?: Cell | null | undefined;
  /** The cell that was chosen: it keeps a frame. */
  selected?: Cell | null | undefined;
  /** Further cells with a frame, in dashes. */
  gathered?: readonly Cell[] | undefined;
  /** What a cell is called where its row and column in the order of a prompt would not say it. */
  cellName?: ((cell: Cell) => string) | undefined;
  /** Further lines of the tip. */
  cellNote?: ((cell: Cell) => string) | undefined;
  /** Nothing stands above the diagonal: it is left blank and can't be pointed at. */
  triangular?: boolean | undefined;
  /** Cells are as high as wide; those of a triangle always are. */
  square?: boolean | undefined;
  /** Positions that one cell stands for, where the matrix was pooled; indices are shown in positions. */
  stride?: number | undefined;
  /** Tallest that the cells may become together, in CSS pixels. */
  maxHeight?: number | undefined;
  /** Largest that one cell may become, in CSS pixels. */
  maxCell?: number | undefined;
  /** Smallest that one cell may become: what then has no room is scrolled to, in the height that the map is given. */
  minCell?: Size | undefined;
  /** What the rows are, such as `layer`; shown in the corner of a map that scrolls. */
  rowTitle?: string | undefined;
  /** What the map shows; its accessible name. */
  label: string;
}

const TALLEST = 620;
const NONE: readonly never[] = [];

/** A matrix as colours, with labels that thin out when dense, a cross hair, and a cursor for the keyboard. */
export function HeatMap(props: HeatMapProps) {
  const { rowLabels, colLabels, rowNames, colNames, hovered, label, minCell, rowTitle = "" } = props;
  const view = useRef<HTMLDivElement>(null);
  const description = useId();
  const { framed, told, calls } = useMarking(props);
  const map = useCells(props);
  const plot = useGeometry(props, map, view);
  const part = usePart(view, plot, minCell !== undefined);
  const canvas = usePainted({ ...props, selected: framed }, map, plot, part);
  const walked = useCallback((cell: Cell) => scrolledTo(view.current, plot, cell), [plot]);
  useSought(view, plot, props.sought ?? null);
  const below = useMoreBelow(view, plot);
  const size = { width: plot.width, height: plot.height };
  return (
    <div
      className="tf-heatmap"
      data-scrolls={minCell ? "" : undefined}
      data-below={minCell && below ? "" : undefined}
    >
      <div
        className="tf-heatmap-view"
        ref={view}
        style={{
          gridTemplateColumns: `${plot.labelWidth}px minmax(${minCell ? plot.width : 0}px, 1fr)`,
          gridTemplateRows: `${plot.height}px ${plot.footHeight}px`,
        }}
      >
        <div
          className="tf-heatmap-plot"
          style={size}
          role="application"
          aria-roledescription="heat map"
          aria-label={label}
          aria-describedby={description}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk its cells
          tabIndex={0}
          {...cellEvents(calls, map, plot, walked)}
        >
          <canvas
            ref={canvas}
            style={{ left: part.x.start, top: part.y.start, width: part.x.length, height: part.y.length }}
          />
          <CrossHair plot={plot} hovered={hovered} />
        </div>
        <AxisLabels
          axis="row"
          labels={rowLabels}
          plot={plot}
          hovered={hovered?.row ?? null}
          framed={framed?.row ?? null}
          names={rowNames}
        />
        <AxisLabels
          axis="col"
          labels={colLabels}
          plot={plot}
          hovered={hovered?.col ?? null}
          framed={framed?.col ?? null}
          names={colNames}
        />
        {minCell && <Corner plot={plot} title={rowTitle} />}
      </div>
      <span className="tf-hidden" id={description}>
        {describe(map, props)}
      </span>
      <HeatMapTip {...props} hovered={told} plot={plot} view={view} />
    </div>
  );
}

/** Hides labels that are scrolled under the others. */
function Corner({ plot, title }: { plot: Geometry; title: string }) {
  return (
    <span
      className="tf-heatmap-corner"
      style={{ width: plot.labelWidth, height: plot.footHeight + 2 }}
      aria-hidden="true"
    >
      {title}
    </span>
  );
}

function useCells({
  values,
  rows,
  cols,
  scale,
  domain,
  progress,
  triangular = false,
}: HeatMapProps): CellValues {
  const [low, high] = domain ?? [undefined, undefined];
  return useMemo(() => {
    const ends = low === undefined || high === undefined ? domainOf(values, scale) : ([low, high] as const);
    return { values, rows, cols, scale, domain: ends, triangular, progress };
  }, [values, rows, cols, scale, low, high, triangular, progress]);
}

function useGeometry(props: HeatMapProps, map: CellValues, view: RefObject<HTMLElement | null>): Geometry {
  const { rowLabels, colLabels, maxHeight = TALLEST, maxCell, minCell, rowTitle = "" } = props;
  const { rows, cols } = map;
  const square = map.triangular || props.square === true;
  const { width } = useSize(view);
  const [leastWidth, leastHeight] = [minCell?.width ?? 0, minCell?.height ?? 0];
  return useMemo(
    () =>
      geometry(
        { rows, cols, square, rowLabels: [...rowLabels, rowTitle], colLabels },
        { width, height: maxHeight },
        maxCell,
        { width: leastWidth, height: leastHeight },
      ),
    [rows, cols, square, rowLabels, rowTitle, colLabels, width, maxHeight, maxCell, leastWidth, leastHeight],
  );
}

function usePainted(
  { selected = null, gathered = NONE }: HeatMapProps,
  map: CellValues,
  plot: Geometry,
  part: Part,
) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useRef<{ theme: Theme; palette: Palette } | null>(null);
  const theme = useTheme();
  const { start: left, length: width } = part.x;
  const { start: top, length: height } = part.y;
  useLayoutEffect(() => {
    const context = canvas.current && prepareCanvas(canvas.current, { width, height });
    if (!canvas.current || !context || width <= 0 || height <= 0) return;
    // Reading them has the whole page laid out.
    if (colours.current?.theme !== theme) colours.current = { theme, palette: readPalette(canvas.current) };
    context.translate(-left, -top);
    paintHeatMap(context, { map, plot, theme, selected, gathered, palette: colours.current.palette });
  }, [map, plot, left, top, width, height, theme, selected, gathered]);
  return canvas;
}

/** The cell with a frame, the one whose numbers are written out, and what a click on one does. */
function useMarking(props: HeatMapProps) {
  const { hovered, selected = null, onSelect } = props;
  const [own, mark] = useMark(props.rows, props.cols);
  const marked = onSelect ? null : own;
  return {
    framed: marked ?? selected,
    told: hovered ?? marked,
    calls: { ...props, onSelect: onSelect ?? mark },
  };
}

function describe(
  { rows, cols, domain }: CellValues,
  { onSelect, rowNames, colNames }: Pick<HeatMapProps, "onSelect" | "rowNames" | "colNames">,
): string {
  const parts = [
    `${rows} rows by ${cols} columns, from ${compact(domain[0])} to ${compact(domain[1])}.`,
    `Arrow keys walk the cells, Enter ${onSelect ? "selects" : "marks one"}.`,
    rowNames ? `R: ${rowNames.says} the row's name.` : "",
    colNames ? `C: ${colNames.says} the column's name.` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}
