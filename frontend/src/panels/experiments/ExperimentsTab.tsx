import { useLab, useLaboratory, usePage } from "../../app/context";
import { Empty } from "../../ui/Empty";
import { ExperimentList } from "./ExperimentList";
import { Picture } from "./Picture";
import { PresetButtons } from "./PresetButtons";
import { Starter } from "./Starter";

/** To start an experiment, to look at one, and the list of all. */
export function ExperimentsTab() {
  const experiments = useLab((lab) => lab.state?.experiments ?? NONE);
  const open = usePage((page) => page.experiment);
  const newest = experiments.at(-1)?.id ?? null;
  const shown = experiments.some(({ id }) => id === open) ? open : newest;
  return (
    <div className="experiments">
      <Starter />
      {shown === null ? (
        <Nothing />
      ) : (
        <div className="experiments-body">
          <ExperimentList experiments={experiments} shown={shown} />
          <Picture key={shown} id={shown} />
        </div>
      )}
    </div>
  );
}

const NONE: never[] = [];

function Nothing() {
  const { set } = useLaboratory();
  const alone = useLab((lab) => lab.state?.clean != null && lab.state.counterfactuals.length === 0);
  return (
    <Empty title="Which part of the model does it?">
      <p>
        An experiment puts values of another prompt, or zeros, into one place after the other and reads the
        metric under each. In its picture a click on a cell makes that change stay.
      </p>
      {alone && (
        <p>
          There is no other prompt yet:{" "}
          <button type="button" className="button small" onClick={() => set({ editing: "" })}>
            Add a counterfactual prompt
          </button>
        </p>
      )}
      <PresetButtons />
    </Empty>
  );
}
