import { counted } from "../../ui/numbers";
import { type DraftingPairs, EXAMPLE, lacksSpace, mostPairs, slotsIn, valuesOf } from "./pairsDraft";

/** Pairs out of templates: the texts, the answers, and what may stand in each slot. */
export function TemplatesForm({ draft, change }: DraftingPairs) {
  const empty = draft.clean === "" && draft.corrupt === "";
  return (
    <div className="form">
      <Templates side="Clean" value={draft.clean} onChange={(clean) => change({ clean })} />
      <Templates side="Corrupt" value={draft.corrupt} onChange={(corrupt) => change({ corrupt })} />
      <div className="form-sides">
        <Word label="Answer" value={draft.answer} onChange={(answer) => change({ answer })} />
        <Word label="Distractor" value={draft.distractor} onChange={(distractor) => change({ distractor })} />
      </div>
      {lacksSpace(draft) && (
        <small className="note-warn">
          The model most often says a word with a space before it: “ {draft.answer.trim()}”.
        </small>
      )}
      <Slots draft={draft} change={change} />
      <div className="form-row">
        {empty ? (
          <button type="button" className="button small" onClick={() => change(EXAMPLE)}>
            Fill in an example
          </button>
        ) : (
          <small>at most {counted(mostPairs(draft), "pair")}; no value stands in two slots of one</small>
        )}
      </div>
    </div>
  );
}

interface TemplatesProps {
  readonly side: "Clean" | "Corrupt";
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function Templates({ side, value, onChange }: TemplatesProps) {
  return (
    <label>
      <span>
        {side} templates{" "}
        <small>
          {side === "Clean" ? "one a line, slots as in {name}" : "one for each, in the same order"}
        </small>
      </span>
      <textarea
        className="field mono"
        rows={2}
        value={value}
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

const HINTS = { Answer: "a word or several, with the space before", Distractor: "for a logit difference" };

function Word({
  label,
  value,
  onChange,
}: {
  label: keyof typeof HINTS;
  value: string;
  onChange: (text: string) => void;
}) {
  return (
    <label>
      <span>
        {label} <small>{HINTS[label]}</small>
      </span>
      <input
        className="field mono"
        value={value}
        spellCheck={false}
        placeholder={label === "Answer" ? " {a}" : " {b}"}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

/** A field for each slot that the templates have. */
function Slots({ draft, change }: DraftingPairs) {
  const slots = slotsIn(draft);
  if (slots.length === 0) return null;
  return (
    <fieldset className="slots">
      <legend>
        In the slots <small>between commas</small>
      </legend>
      {slots.map((slot) => (
        <label key={slot}>
          <code>{`{${slot}}`}</code>
          <input
            className="field mono"
            value={draft.slots[slot] ?? ""}
            spellCheck={false}
            aria-label={`Values of ${slot}`}
            onChange={({ target }) => change({ slots: { ...draft.slots, [slot]: target.value } })}
          />
          <small>{counted(valuesOf(draft.slots[slot]).length, "value")}</small>
        </label>
      ))}
      <label className="check">
        <input
          type="checkbox"
          checked={draft.first}
          onChange={({ target }) => change({ first: target.checked })}
        />
        each slot’s first token is a role too, beside its last
      </label>
    </fieldset>
  );
}
