import { X } from "lucide-react";
import { useLaboratory, usePage } from "../../app/context";
import type { Sized } from "./FilterStrip";
import { leastSaid } from "./leastSaid";

/** The filter that is on while its fields are put away, in the corner of the map: one click takes a part of it off. */
export function MapChips(sized: Sized) {
  const { set } = useLaboratory();
  const filter = usePage((page) => page.filter);
  const names = filter.names.trim();
  const least = leastSaid(filter.threshold, sized);
  if (names === "" && least === null) return null;
  return (
    <div className="map-chips">
      {names !== "" && <Chip text={names} off={() => set({ filter: { ...filter, names: "" } })} />}
      {least !== null && <Chip text={least} off={() => set({ filter: { ...filter, threshold: 0 } })} />}
    </div>
  );
}

function Chip({ text, off }: { text: string; off: () => void }) {
  return (
    <button type="button" className="chip" title="Take this filter off" onClick={off}>
      <span className="clip mono">{text}</span> <X size={11} aria-hidden="true" />
    </button>
  );
}
