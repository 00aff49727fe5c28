import type { PairSet } from "@trafolab/viz";
import type { MetricDraft } from "./metricDraft";

interface OverPairsProps {
  readonly sets: readonly PairSet[];
  readonly pairs: string | null;
  readonly minus: string | null;
  readonly onChange: (changed: Partial<MetricDraft>) => void;
}

/** Whether the prompt is measured, or a set of pairs, or the gap between two; nothing where there are no sets. */
export function OverPairs({ sets, pairs, minus, onChange }: OverPairsProps) {
  const known = sets.some(({ name }) => name === pairs);
  if (sets.length === 0 && pairs === null) return null;
  return (
    <div className="form-row">
      <Choice
        name="Over"
        none="this prompt"
        sets={sets}
        chosen={pairs}
        onChange={(name) => onChange({ pairs: name })}
      />
      {pairs !== null && (sets.length > 1 || minus !== null) && (
        <Choice
          name="minus"
          none="nothing"
          sets={sets.filter(({ name }) => name !== pairs)}
          chosen={minus === pairs ? null : minus}
          onChange={(name) => onChange({ minus: name })}
        />
      )}
      {pairs !== null && !known && <small role="status">There is no set {pairs} any more.</small>}
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly none: string;
  readonly sets: readonly PairSet[];
  readonly chosen: string | null;
  readonly onChange: (name: string | null) => void;
}

function Choice({ name, none, sets, chosen, onChange }: ChoiceProps) {
  return (
    <label className="inline">
      {name}
      <select
        className="field"
        aria-label={name}
        value={chosen ?? ""}
        onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
      >
        <option value="">{none}</option>
        {sets.map((set) => (
          <option key={set.name} value={set.name}>
            {set.name} ({set.n_pairs} {set.n_pairs === 1 ? "pair" : "pairs"})
          </option>
        ))}
      </select>
    </label>
  );
}
