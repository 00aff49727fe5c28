import { labelText } from "../tokens/visibleText";
import { thinned } from "./cells";
import type { Geometry } from "./geometry";
import type { Names } from "./names";

interface AxisLabelsProps {
  axis: "row" | "col";
  labels: readonly string[];
  plot: Geometry;
  hovered: number | null;
  /** The one with a frame. */
  framed: number | null;
  /** What a click on one does; without it they are words alone. */
  names?: Names | undefined;
}

const ROOM = 12;

/** The names along one side. When there are too many, every n-th from the last on and those pointed at or framed. */
export function AxisLabels({ axis, labels, plot, hovered, framed, names }: AxisLabelsProps) {
  const pitch = axis === "row" ? plot.cellHeight : plot.cellWidth;
  const kept = [hovered, framed].filter((index) => index !== null);
  const size =
    axis === "row"
      ? { height: plot.height, width: plot.labelWidth }
      : { width: plot.width, height: plot.footHeight };
  return (
    <div
      className={`tf-heatmap-${axis}s`}
      data-upright={plot.upright ? "" : undefined}
      style={size}
      aria-hidden="true"
    >
      {thinned(labels.length, pitch, ROOM, kept).map((index) => {
        const shown = {
          "data-hovered": index === hovered ? "" : undefined,
          style:
            axis === "row" ? { top: (index + 0.5) * pitch } : { right: plot.width - (index + 0.5) * pitch },
        };
        const text = labelText(labels[index] ?? "", 14);
        if (!names || names.can?.(index) === false)
          return (
            <span key={index} {...shown}>
              {text}
            </span>
          );
        return (
          <button
            key={index}
            type="button"
            // By keyboard they are reached from the cells.
            tabIndex={-1}
            title={`${names.says} ${text}`}
            onClick={() => names.go(index)}
            {...shown}
          >
            {text}
          </button>
        );
      })}
    </div>
  );
}
