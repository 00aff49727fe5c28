import { Legend } from "../Legend";
import { plainText } from "../tokens/visibleText";
import { legendsOf, type MapLegend, remarksOf } from "./legends";
import type { MapColouring, MapEdges } from "./props";
import { WidthLegend } from "./WidthLegend";

interface MapNotesProps {
  caption: string | undefined;
  colourBy: MapColouring | undefined;
  edges: MapEdges | undefined;
  onEdgesOff: (() => void) | undefined;
}

/** What stands beside the map: where the lens reads, and what colours and lines mean. */
export function MapNotes({ caption, onEdgesOff, ...shown }: MapNotesProps) {
  const legends = legendsOf(shown);
  return (
    <>
      {caption !== undefined && <p className="tf-map-caption">{caption}</p>}
      {legends.length > 0 && (
        <div className="tf-map-legend">
          {legends.map((legend) => (
            <OneLegend key={legend.label} {...legend} onOff={legend.lines ? onEdgesOff : undefined} />
          ))}
          {remarksOf(shown).map((remark) => (
            <p key={remark} title={plainText(remark)} role="note">
              {plainText(remark)}
            </p>
          ))}
        </div>
      )}
    </>
  );
}

/** A legend; that of lines which somebody drew takes them off. */
function OneLegend({ label, end, scale, onOff }: MapLegend & { readonly onOff: (() => void) | undefined }) {
  return (
    <div className="tf-map-legend-row">
      {scale === "width" ? (
        <WidthLegend label={label} end={end} />
      ) : (
        <Legend scale={scale} domain={[scale === "diverging" ? -end : 0, end]} label={label} />
      )}
      {onOff && (
        <button
          type="button"
          className="tf-map-lines-off"
          aria-label={`Take off the ${label}`}
          title="Take these lines off"
          onClick={onOff}
        >
          ×
        </button>
      )}
    </div>
  );
}
