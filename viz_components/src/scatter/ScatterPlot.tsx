import { compact } from "../format";

/** One thing that was measured in two ways. */
export interface Dot {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** Filled; a ring otherwise. */
  readonly filled: boolean;
}

export interface ScatterPlotProps {
  readonly dots: readonly Dot[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** What filled dots and rings are. */
  readonly kinds: readonly [filled: string, ring: string];
  /** Width and height in CSS pixels. */
  readonly size: number;
  readonly selected: Dot | null;
  readonly onPoint: (dot: Dot | null) => void;
  /** What the plot shows; its accessible name. */
  readonly label: string;
}

const MARGIN = 30;

/** Two measures of the same things against each other, on one scale: on the dashed line they are equal. */
export function ScatterPlot(props: ScatterPlotProps) {
  const { dots, xLabel, yLabel, kinds, size, selected, onPoint, label } = props;
  const reach = reachOf(dots);
  const [low, high, middle] = [MARGIN, size - MARGIN, size / 2];
  const at = (value: number) => middle + (value / reach) * (middle - MARGIN);
  return (
    <figure className="tf-scatter">
      <svg width={size} height={size} role="img" aria-label={label} onPointerLeave={() => onPoint(null)}>
        <line x1={low} y1={high} x2={high} y2={low} strokeDasharray="4 3" />
        <line x1={low} y1={middle} x2={high} y2={middle} />
        <line x1={middle} y1={low} x2={middle} y2={high} />
        {dots.map((dot) => (
          <circle
            key={`${dot.name} ${dot.filled}`}
            cx={at(dot.x)}
            cy={size - at(dot.y)}
            r={dot === selected ? 6 : 4}
            data-filled={dot.filled ? "" : undefined}
            onPointerEnter={() => onPoint(dot)}
          >
            <title>{`${dot.name}: ${xLabel} ${compact(dot.x)}, ${yLabel} ${compact(dot.y)}`}</title>
          </circle>
        ))}
        <text x={high} y={size - 8} textAnchor="end">{`${xLabel}, to ±${compact(reach)}`}</text>
        <text x={low} y={16}>
          {yLabel}
        </text>
      </svg>
      <figcaption>
        <span data-filled="" /> {kinds[0]} <span /> {kinds[1]}
      </figcaption>
    </figure>
  );
}

/** The largest magnitude on either axis. */
function reachOf(dots: readonly Dot[]): number {
  return dots.reduce((most, { x, y }) => Math.max(most, Math.abs(x), Math.abs(y)), 0) || 1;
}
