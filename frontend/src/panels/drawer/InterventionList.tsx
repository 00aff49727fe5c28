import { useRef } from "react";
import { moved } from "../../acts/editing";
import { useLab, useLaboratory } from "../../app/context";
import { Empty } from "../../ui/Empty";
import { InterventionRow } from "./InterventionRow";
import { type KeyedRow, keyed } from "./rowKeys";
import { useReordering } from "./useReordering";

/** The interventions in their order: the later wins where two meet at one hook point. */
export function InterventionList() {
  const { acts } = useLaboratory();
  const interventions = useLab((lab) => lab.state?.interventions ?? NONE);
  const operations = useLab((lab) => lab.state?.operations ?? NONE);
  const list = useRef<HTMLOListElement>(null);
  const ids = interventions.map(({ id }) => id);
  const rows = useRowKeys(ids);
  const order = (next: string[]) => void acts.make({ kind: "reorder", ids: next });
  const { moving, grip } = useReordering(list, ids, order);
  if (interventions.length === 0) return <NothingHeld />;
  const step = (id: string, by: number) => {
    const to = ids.indexOf(id) + by;
    if (to >= 0 && to < ids.length) order(moved(ids, id, to));
  };
  return (
    <>
      <ol className="rows interventions" ref={list}>
        {interventions.map((intervention, place) => (
          <InterventionRow
            key={rows[place]?.key ?? intervention.id}
            intervention={intervention}
            operations={operations}
            grip={grip(intervention.id)}
            drop={moving && dropAt(moving.to, ids.indexOf(moving.id), place)}
            onStep={(by) => step(intervention.id, by)}
          />
        ))}
      </ol>
      <button type="button" className="button small" onClick={() => void acts.make({ kind: "clear" })}>
        Release all
      </button>
    </>
  );
}

const NONE: never[] = [];

/** Keys that outlive an edit. */
function useRowKeys(ids: readonly string[]): readonly KeyedRow[] {
  const rows = useRef<readonly KeyedRow[]>([]);
  rows.current = keyed(rows.current, ids);
  return rows.current;
}

/** On which side of a row the moved one would come to stand; null where not beside it. */
function dropAt(to: number, from: number, place: number): "above" | "below" | null {
  if (to === from || to !== place) return null;
  return to < from ? "above" : "below";
}

function NothingHeld() {
  const operations = useLab((lab) => lab.state?.operations ?? NONE);
  const keys = operations.filter(({ key }) => key !== "");
  return (
    <Empty title="Nothing is held or cut: the model runs as it is.">
      Select a head on the map and press{" "}
      {keys.map(({ key, label, op }, i) => (
        <span key={op}>
          {i > 0 && ", "}
          <kbd>{key}</kbd> {label.toLowerCase()}
        </span>
      ))}
      {keys.length === 0 && "a key"}, or call <code>lab.ablate("L1H6")</code> in a cell.
    </Empty>
  );
}
