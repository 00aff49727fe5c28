import { Legend } from "../Legend";
import { plainText } from "../tokens/visibleText";
import type { ArchitectureMapProps, MapColouring, MapEdges } from "./props";
import { reach } from "./useScene";

interface MapNotesProps {
  caption: string | undefined;
  colourBy: MapColouring | undefined;
  edges: MapEdges | undefined;
}

/** What stands beside the map: where the lens reads, and what the colours mean. */
export function MapNotes({ caption, colourBy, edges }: MapNotesProps) {
  const shown = edges ?? colourBy;
  const end = edges ? edges.reach : reach(colourBy);
  return (
    <>
      {caption !== undefined && <p className="tf-map-caption">{caption}</p>}
      {shown && (
        <div className="tf-map-legend">
          <Legend scale="diverging" domain={[-end, end]} label={shown.label} />
          {shown.remark !== undefined && (
            <p title={plainText(shown.remark)} role="note">
              {plainText(shown.remark)}
            </p>
          )}
        </div>
      )}
    </>
  );
}

const LEGEND = 42;
const REMARK = 17;

/** The height that the legend takes at the foot of the pane, with its distance from it, in CSS pixels. */
export function footOf({ colourBy, edges }: Pick<ArchitectureMapProps, "colourBy" | "edges">): number {
  const shown = edges ?? colourBy;
  if (!shown) return 0;
  return shown.remark === undefined ? LEGEND : LEGEND + REMARK;
}
