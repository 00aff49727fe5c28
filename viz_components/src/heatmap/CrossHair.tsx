import type { Cell } from "./cells";
import type { Geometry } from "./geometry";

/** The row, the column and the cell pointed at. Over the canvas, which then need not be painted for every move. */
export function CrossHair({ plot, hovered }: { plot: Geometry; hovered: Cell | null }) {
  if (!hovered || plot.width === 0) return null;
  const row = { top: hovered.row * plot.cellHeight, height: plot.cellHeight };
  const col = { left: hovered.col * plot.cellWidth, width: plot.cellWidth };
  const cell = { ...row, ...col, height: Math.max(4, row.height), width: Math.max(4, col.width) };
  return (
    <>
      <span className="tf-heatmap-cross" style={{ ...row, left: 0, width: plot.width }} />
      <span className="tf-heatmap-cross" style={{ ...col, top: 0, height: plot.height }} />
      <span className="tf-heatmap-cross" data-cell="" style={cell} />
    </>
  );
}
