import { type ReactNode, useMemo } from "react";
import { type Cell, reachOf } from "../heatmap/cells";
import { HeatMap, type HeatMapProps } from "../heatmap/HeatMap";
import { useHover } from "../hover";
import { Legend } from "../Legend";
import { numbers, type Tensor } from "../tensor";
import { visibleText } from "../tokens/visibleText";
import { legible } from "./legible";
import { useLink } from "./link";

type Given = Pick<
  HeatMapProps,
  "cellName" | "colNames" | "label" | "maxCell" | "maxHeight" | "rowNames" | "triangular"
>;

interface SquareMapProps extends Given {
  /** `[size, size]`, on both sides of zero. */
  readonly values: Tensor | undefined;
  /** Of the rows and of the columns. */
  readonly labels: readonly string[];
  /** What the numbers are, with their unit. */
  readonly value: string;
  /** Where the scale ends; by default at what is farthest from zero. */
  readonly reach?: number | undefined;
  /** Where rows and columns are places of the prompt: how many of them one is, and of how many there are. */
  readonly places?: Places | undefined;
  /** What else stands beside the legend. */
  readonly children?: ReactNode;
}

interface Places {
  readonly stride: number;
  readonly count: number;
  readonly of: "tokens" | "positions";
}

/** The same things down and across, in numbers of both signs, with a legend. */
export function SquareMap({
  values: tensor,
  labels,
  value,
  reach: end,
  places,
  children,
  ...map
}: SquareMapProps) {
  const { whole } = useLink();
  const values = useMemo(() => (tensor ? numbers(tensor) : new Float32Array()), [tensor]);
  const reach = useMemo(() => end ?? reachOf(values), [end, values]);
  const [hovered, onHover] = useSquareHover(places);
  const domain = [-reach, reach] as const;
  return (
    <div className="tf-pattern" style={places && legible(labels.length)}>
      <HeatMap
        values={values}
        rows={labels.length}
        cols={labels.length}
        rowLabels={labels}
        colLabels={labels}
        scale="diverging"
        domain={domain}
        hovered={hovered}
        onHover={onHover}
        stride={places?.stride}
        square={places !== undefined}
        maxHeight={whole ? 4000 : 2000}
        {...map}
      />
      <footer className="tf-view-foot">
        <Legend scale="diverging" domain={domain} label={value} />
        {places && places.stride > 1 && (
          <small>{`of ${places.stride} × ${places.stride} ${places.of} the one farthest from zero`}</small>
        )}
        {children}
      </footer>
    </div>
  );
}

/** The cell pointed at: the one that all views share where it is a place of the prompt, or else the map's own. */
function useSquareHover(places: Places | undefined): readonly [Cell | null, (cell: Cell | null) => void] {
  const { pointed, point } = useLink();
  const own = useHover<Cell>();
  if (!places) return own;
  const { stride, count } = places;
  const row = pointed?.query ?? null;
  const at = (place: number) => Math.floor(place / stride);
  const cell = row === null || row >= count ? null : { row: at(row), col: at(pointed?.key ?? row) };
  return [cell, (to) => point(to && { query: to.row * stride, key: to.col * stride })];
}

/** The names of tokens or places, of which every so many have one. */
export function everyNth(count: number, stride: number, name: (place: number) => string): string[] {
  return Array.from({ length: Math.ceil(count / stride) }, (_, cell) => name(cell * stride));
}

/** The same of tokens, as short as they stand beside a map. */
export function tokenNames(tokens: readonly string[], stride: number): string[] {
  return everyNth(tokens.length, stride, (at) => visibleText(tokens[at] ?? "", 14));
}
