import type { State } from "@trafolab/viz";
import { Play } from "lucide-react";
import { type FormEvent, useMemo } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { ENTRIES, keptApart } from "../../experiments/apart";
import { hindrance } from "../../experiments/hindrance";
import { howsOf } from "../../experiments/hows";
import { type Offer, offerOf, offersFor } from "../../experiments/offers";
import { start } from "../../experiments/opening";
import { type Draft, EDGES, edgesDraft, specOf, starting } from "../../experiments/starting";
import { CodeLine } from "../../ui/CodeLine";
import { Hindrance } from "./Hindrance";
import { HowOptions } from "./HowOptions";
import { MeasureAgainst } from "./MeasureAgainst";
import { ApartField, OverField } from "./OverField";
import { useAway } from "./useAway";

/** What the next experiment is to be, in a line, and its Python. */
export function Starter() {
  const state = useLab((lab) => lab.state);
  if (!state?.model) return null;
  return <Form state={state} />;
}

function Form({ state }: { state: State }) {
  const laboratory = useLaboratory();
  const draft = usePage((page) => page.draft);
  const { sweeps } = state;
  const kind = sweeps.find(({ name }) => name === draft.what);
  const pairs = state.pairs.find(({ name }) => name === draft.over);
  const byPosition = draft.byPosition ?? kind?.by_position ?? false;
  const kept = pairs ? keptApart(pairs, kind?.by_position ?? false, draft.by) : null;
  const absent = useAway();
  const problem = absent ?? hindrance(state, draft);
  const change = (part: Partial<Draft>) => laboratory.set({ draft: { ...draft, ...part } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void start(laboratory, draft);
  };
  return (
    <form className="starter" aria-label="A new experiment" onSubmit={submit}>
      <fieldset disabled={absent !== null}>
        <select
          id={WHAT_FIELD}
          className="field"
          aria-label="What is changed, one after the other"
          value={draft.what}
          onChange={({ target }) =>
            change(
              target.value === EDGES
                ? edgesDraft(draft)
                : { what: target.value, byPosition: null, by: kept, how: "patched" },
            )
          }
        >
          {sweeps
            .filter(({ over_pairs }) => over_pairs || draft.over === null)
            .map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          <option value={EDGES}>Edges between components</option>
        </select>
        {pairs && draft.what !== EDGES ? (
          <ApartField pairs={pairs} byPosition={kind?.by_position ?? false} draft={draft} onChange={change} />
        ) : (
          <label className="check">
            <input
              type="checkbox"
              checked={byPosition}
              disabled={draft.what === EDGES || draft.what === ENTRIES}
              onChange={({ target }) => change({ byPosition: target.checked })}
            />
            × position
          </label>
        )}
        <OverField state={state} draft={draft} onChange={(next) => laboratory.set({ draft: next })} />
        <WayField state={state} draft={draft} onChange={change} />
        <HowField draft={draft} onChange={change} />
        {draft.what !== EDGES && <HowOptions draft={draft} onChange={change} />}
        <button type="submit" className="button small primary" disabled={problem !== null}>
          <Play size={12} aria-hidden="true" /> Run
        </button>
      </fieldset>
      {draft.over === null && <MeasureAgainst />}
      <CodeLine code={codeFor(starting(specOf(draft, sweeps)))} />
      {problem && <Hindrance problem={problem} />}
    </form>
  );
}

/** The id of the first field, for the key that leads there. */
export const WHAT_FIELD = "experiment-what";

interface HowFieldProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** By a patch of each place, by a gradient first, or along one path. */
function HowField({ draft, onChange }: HowFieldProps) {
  const selection = usePage((page) => page.selection);
  const hows = howsOf(draft, selection);
  const key = JSON.stringify(draft.how);
  const chosen = hows.findIndex(([, how]) => JSON.stringify(how) === key);
  return (
    <select
      className="field how"
      aria-label="How its effect is found"
      title="Estimates come from one gradient, and the largest are then patched for real. Paths lead to what is selected on the map."
      value={Math.max(0, chosen)}
      onChange={({ target }) => onChange({ how: hows[Number(target.value)]?.[1] ?? "patched" })}
    >
      {hows.map(([label], index) => (
        <option key={label} value={index}>
          {label}
        </option>
      ))}
    </select>
  );
}

interface WayFieldProps {
  readonly state: State;
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** What is put into which run. */
function WayField({ state, draft, onChange }: WayFieldProps) {
  const offers = useMemo(() => offersFor(state, draft), [state, draft]);
  const groups = [...new Set(offers.map(({ group }) => group))];
  const chosen = offerOf(offers, draft);
  return (
    <select
      className="field way"
      aria-label="What is put into which run"
      value={chosen ? keyOf(chosen) : ""}
      onChange={({ target }) => {
        const offer = offers.find((each) => keyOf(each) === target.value);
        if (offer) onChange({ put: offer.put, direction: offer.direction, source: offer.source });
      }}
    >
      {!chosen && <option value="">another prompt’s values put in</option>}
      {groups.map((group) => (
        <optgroup key={group} label={group}>
          {offers
            .filter((offer) => offer.group === group)
            .map((offer) => (
              <option key={keyOf(offer)} value={keyOf(offer)}>
                {offer.label}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}

function keyOf({ put, direction, source }: Offer): string {
  return JSON.stringify([put, direction, source]);
}
