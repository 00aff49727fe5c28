import { Legend } from "../Legend";
import { plainText } from "../tokens/visibleText";
import type { MapColouring, MapEdges } from "./props";
import { reach } from "./useScene";

interface MapNotesProps {
  caption: string | undefined;
  colourBy: MapColouring | undefined;
  edges: MapEdges | undefined;
}

/** What stands beside the map: where the lens reads, and what the colours mean. */
export function MapNotes({ caption, colourBy, edges }: MapNotesProps) {
  const colours = colourBy && { end: reach(colourBy), label: colourBy.label, remark: colourBy.remark };
  const shown = edges ? { end: edges.reach, label: edges.label, remark: edges.remark } : colours;
  return (
    <>
      {caption !== undefined && <p className="tf-map-caption">{caption}</p>}
      {shown && (
        <div className="tf-map-legend">
          <Legend scale="diverging" domain={[-shown.end, shown.end]} label={shown.label} />
          {shown.remark !== undefined && <p>{plainText(shown.remark)}</p>}
        </div>
      )}
    </>
  );
}
