import { Legend } from "../Legend";
import type { MapColouring } from "./props";
import { reach } from "./useScene";

interface MapNotesProps {
  caption: string | undefined;
  colourBy: MapColouring | undefined;
}

/** What stands beside the map: where the lens reads, and what the colours mean. */
export function MapNotes({ caption, colourBy }: MapNotesProps) {
  const end = reach(colourBy);
  return (
    <>
      {caption !== undefined && <p className="tf-map-caption">{caption}</p>}
      {colourBy && (
        <div className="tf-map-legend">
          <Legend scale="diverging" domain={[-end, end]} label={colourBy.label} />
        </div>
      )}
    </>
  );
}
