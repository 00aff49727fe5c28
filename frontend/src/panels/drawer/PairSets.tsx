import { Plus } from "lucide-react";
import { useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { PairSetRow } from "./PairSetRow";

/** The named sets of pairs; of one of them the single pairs. */
export function PairSets() {
  const { set } = useLaboratory();
  const pairs = useLab((lab) => lab.state?.pairs ?? NONE);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section aria-label="Sets of pairs">
      <div className="list-tools">
        <button type="button" className="button small" onClick={() => set({ dialog: "pairs" })}>
          <Plus size={13} aria-hidden="true" /> New pairs…
        </button>
        <small className="clip">clean and corrupt prompts that experiments take means over</small>
      </div>
      {pairs.length > 0 && (
        <ol className="rows pair-sets">
          {pairs.map((known) => (
            <PairSetRow
              key={known.name}
              known={known}
              open={known.name === open}
              toggle={() => setOpen(known.name === open ? null : known.name)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

const NONE: never[] = [];
