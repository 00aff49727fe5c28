import { useLab, useLaboratory } from "../../app/context";
import { Empty } from "../../ui/Empty";
import { InterventionRow } from "./InterventionRow";

/** The interventions in their order: the later wins where two meet at one hook point. */
export function InterventionList() {
  const { acts } = useLaboratory();
  const interventions = useLab((lab) => lab.state?.interventions ?? null);
  const operations = useLab((lab) => lab.state?.operations ?? NONE);
  if (!interventions || interventions.length === 0) return <NothingHeld />;
  return (
    <>
      <ol className="rows interventions">
        {interventions.map((intervention) => (
          <InterventionRow key={intervention.id} intervention={intervention} operations={operations} />
        ))}
      </ol>
      <button type="button" className="button small" onClick={() => void acts.make({ kind: "clear" })}>
        Release all
      </button>
    </>
  );
}

const NONE: never[] = [];

function NothingHeld() {
  const operations = useLab((lab) => lab.state?.operations ?? NONE);
  return (
    <Empty title="Nothing is held or cut: the model runs as it is.">
      Select a head on the map and press{" "}
      {operations.map(({ key, label }, i) => (
        <span key={key}>
          {i > 0 && ", "}
          <kbd>{key}</kbd> to {label.toLowerCase()} it
        </span>
      ))}
      {operations.length === 0 && "a key"}, or call <code>lab.ablate("L1H6")</code> in a cell.
    </Empty>
  );
}
