import { Legend } from "../Legend";
import { plainText } from "../tokens/visibleText";
import type { FigureLegend } from "./figureOf";
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
  const legend = legendOf({ colourBy, edges });
  return (
    <>
      {caption !== undefined && <p className="tf-map-caption">{caption}</p>}
      {legend && (
        <div className="tf-map-legend">
          <Legend scale="diverging" domain={[-legend.end, legend.end]} label={legend.label} />
          {shown?.remark !== undefined && (
            <p title={plainText(shown.remark)} role="note">
              {plainText(shown.remark)}
            </p>
          )}
        </div>
      )}
    </>
  );
}

type Coloured = Pick<ArchitectureMapProps, "colourBy" | "edges">;

/** What the colours of lines, or of tiles where there are no lines, stand for. */
export function legendOf({ colourBy, edges }: Coloured): FigureLegend | null {
  if (edges) return { label: edges.label, end: edges.reach };
  return colourBy ? { label: colourBy.label, end: reach(colourBy) } : null;
}

const LEGEND = 42;
const REMARK = 17;

/** The height that the legend takes at the foot of the pane, with its distance from it, in CSS pixels. */
export function footOf({ colourBy, edges }: Coloured): number {
  const shown = edges ?? colourBy;
  if (!shown) return 0;
  return shown.remark === undefined ? LEGEND : LEGEND + REMARK;
}
