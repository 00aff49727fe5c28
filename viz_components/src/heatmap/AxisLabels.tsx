import { labelText } from "../tokens/visibleText";
import { thinned } from "./cells";
import type { Geometry } from "./geometry";

interface AxisLabelsProps {
  axis: "row" | "col";
  labels: readonly string[];
  plot: Geometry;
  hovered: number | null;
}

const ROOM = 12;

/** The names along one side. When there are too many, every n-th and the one pointed at are shown. */
export function AxisLabels({ axis, labels, plot, hovered }: AxisLabelsProps) {
  const pitch = axis === "row" ? plot.cellHeight : plot.cellWidth;
  const shown = thinned(labels.length, pitch, ROOM).filter((index) => clear(index, hovered, pitch));
  const all = hovered === null || hovered >= labels.length ? shown : [...shown, hovered];
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
      {all.map((index) => (
        <span
          key={index}
          data-hovered={index === hovered ? "" : undefined}
          style={
            axis === "row" ? { top: (index + 0.5) * pitch } : { right: plot.width - (index + 0.5) * pitch }
          }
        >
          {labelText(labels[index] ?? "", 14)}
        </span>
      ))}
    </div>
  );
}

function clear(index: number, hovered: number | null, pitch: number): boolean {
  return hovered === null || Math.abs(index - hovered) * pitch >= ROOM;
}
