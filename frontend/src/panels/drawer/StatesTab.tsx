import { useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { Empty } from "../../ui/Empty";
import { SaveState } from "./SaveState";
import { StateRow } from "./StateRow";

/** The states that were given a name: to save another, to go back to one, to set two side by side. */
export function StatesTab() {
  const saved = useLab((lab) => lab.state?.saved ?? NONE);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const ticked = chosen.filter((name) => saved.some((state) => state.name === name));
  // A third tick takes the place of the first: two are compared.
  const tick = (name: string, on: boolean) =>
    setChosen([...ticked.filter((other) => other !== name), ...(on ? [name] : [])].slice(-2));
  return (
    <>
      <div className="list-tools">
        <SaveState />
        <CompareTwo names={ticked} />
      </div>
      {saved.length === 0 ? (
        <Empty title="No state is saved yet.">
          A state is prompt, metric, interventions, sets and directions. Save one, change something, and set
          the two side by side.
        </Empty>
      ) : (
        <ol className="rows states">
          {saved.map((state) => (
            <StateRow key={state.name} saved={state} ticked={ticked.includes(state.name)} onTick={tick} />
          ))}
        </ol>
      )}
    </>
  );
}

const NONE: never[] = [];

function CompareTwo({ names }: { names: readonly string[] }) {
  const { set } = useLaboratory();
  const [a, b] = names;
  const ready = a !== undefined && b !== undefined;
  return (
    <button
      type="button"
      className="button small"
      disabled={!ready}
      title={ready ? undefined : "Tick two states in the list"}
      onClick={() => ready && set({ compare: { a, b } })}
    >
      {ready ? `Compare ${a} | ${b}` : "Compare two"}
    </button>
  );
}
