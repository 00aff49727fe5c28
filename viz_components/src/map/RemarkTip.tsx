import { plainText } from "../tokens/visibleText";
import type { Box } from "./layout/types";
import type { Camera } from "./props";

interface RemarkTipProps {
  box: Box;
  remark: string;
  /** Where the map stood when this was drawn. */
  camera: Camera;
  /** Size of the map's pane. */
  pane: { readonly width: number; readonly height: number };
}

const GAP = 5;

/** Why something on the tile under the pointer or the focus does not act, beside it, in letters of any zoom's size. */
export function RemarkTip({ box, remark, camera, pane }: RemarkTipProps) {
  const { x, y, k } = camera;
  const above = (box.y + box.h / 2) * k + y > pane.height / 2;
  // Shifted by its share of the width, the tip never leaves the map at either side.
  const aside = ((box.x + box.w / 2) * k + x) / Math.max(1, pane.width);
  const top = above ? box.y - GAP / k : box.y + box.h + GAP / k;
  return (
    <p
      className="tf-map-remark"
      role="tooltip"
      style={{
        left: box.x + box.w / 2,
        top,
        transform: `scale(${1 / k}) translate(${-aside * 100}%, ${above ? -100 : 0}%)`,
      }}
    >
      {remark.split("\n").map((line) => (
        <span key={line}>{plainText(line)}</span>
      ))}
    </p>
  );
}
