import type { PairSet, State } from "@trafolab/viz";
import { useLaboratory } from "../../app/context";
import { APART, apartIn, usualApart } from "../../experiments/apart";
import { choosing, type Draft } from "../../experiments/starting";
import { counted } from "../../ui/numbers";

interface OverFieldProps {
  readonly state: State;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** In place of a set's name: the form that makes one. No set can be named by a space. */
const NEW = " ";

/** The prompt alone, or the pairs of a set. */
export function OverField({ state, draft, onChange }: OverFieldProps) {
  const { set } = useLaboratory();
  const known = state.pairs.some(({ name }) => name === draft.over);
  const choose = (value: string) => {
    if (value === NEW) set({ dialog: "pairs" });
    else onChange(choosing(state, draft, value === "" ? null : value));
  };
  return (
    <label className="check">
      over
      <select
        className="field over"
        aria-label="Over which prompts"
        title="One pair of prompts may be a special case: over a set, each cell is the mean of all its pairs"
        value={draft.over ?? ""}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">this prompt</option>
        {draft.over !== null && !known && <option value={draft.over}>{draft.over} (gone)</option>}
        {state.pairs.map(({ name, n_pairs }) => (
          <option key={name} value={name}>
            {name} ({counted(n_pairs, "pair")})
          </option>
        ))}
        <option value={NEW}>new pairs…</option>
      </select>
    </label>
  );
}

interface ApartFieldProps {
  readonly pairs: PairSet;
  readonly byPosition: boolean;
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** What is told apart beside layers and heads. */
export function ApartField({ pairs, byPosition, draft, onChange }: ApartFieldProps) {
  const offered = apartIn(pairs, byPosition, draft.what);
  const said = draft.by !== null && offered.includes(draft.by) ? draft.by : null;
  const chosen = said ?? usualApart(pairs, byPosition);
  return (
    <select
      className="field apart"
      aria-label="What is told apart"
      title={`Roles are ${pairs.roles.join(", ")}: each slot’s last token, and the last of all`}
      value={chosen}
      onChange={({ target }) => onChange({ by: offered.find((each) => each === target.value) ?? null })}
    >
      {offered.map((each) => (
        <option key={each} value={each}>
          {APART[each]}
        </option>
      ))}
    </select>
  );
}
