import { plainText } from "../tokens/visibleText";
import type { PointedEdge } from "./usePointedEdge";

interface EdgeTipProps extends PointedEdge {
  /** Size of the map's pane. */
  pane: { readonly width: number; readonly height: number };
}

const GAP = 12;

/** What is known of the edge under the pointer, beside it. */
export function EdgeTip({ edge, x, y, pane }: EdgeTipProps) {
  const right = x > pane.width / 2;
  const below = y > pane.height / 2;
  return (
    <p
      className="tf-map-edge-tip"
      role="tooltip"
      style={{
        left: x + (right ? -GAP : GAP),
        top: y + (below ? -GAP : GAP),
        transform: `translate(${right ? -100 : 0}%, ${below ? -100 : 0}%)`,
      }}
    >
      {edge.note.split("\n").map((line) => (
        <span key={line}>{plainText(line)}</span>
      ))}
    </p>
  );
}
