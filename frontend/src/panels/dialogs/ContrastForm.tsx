import { useLab } from "../../app/context";
import { counted } from "../../ui/numbers";
import { type DirectionDraft, type Drafting, readable, type SideDraft, usualPlace } from "./directionDraft";
import { PromptsField } from "./PromptsField";

/** Mean of the stream over one set of prompts, less that over another. */
export function ContrastForm({ draft, change }: Drafting) {
  return (
    <div className="form">
      <div className="form-sides">
        <Side
          label="Towards (positive)"
          value={draft.positive}
          onChange={(positive) => change({ positive })}
        />
        <Side
          label="Away from (negative)"
          value={draft.negative}
          onChange={(negative) => change({ negative })}
        />
      </div>
      <Place draft={draft} change={change} />
      <small>
        The direction is the mean of the stream over the first prompts, less that over the second. Prompts
        typed here become reference sets of their own.
      </small>
    </div>
  );
}

interface SideProps {
  readonly label: string;
  readonly value: SideDraft;
  readonly onChange: (side: SideDraft) => void;
}

function Side({ label, value, onChange }: SideProps) {
  const references = useLab((lab) => lab.state?.references ?? NONE);
  return (
    <fieldset className="form">
      <legend className="visually-hidden">{label}</legend>
      <label>
        {label}
        <select
          className="field"
          value={value.set ?? ""}
          onChange={({ target }) => onChange({ ...value, set: target.value || null })}
        >
          <option value="">the prompts below</option>
          {references.map(({ name, n_prompts }) => (
            <option key={name} value={name}>
              {name} ({counted(n_prompts, "prompt")})
            </option>
          ))}
        </select>
      </label>
      {value.set === null && (
        <PromptsField label="Prompts" value={value.text} onChange={(text) => onChange({ ...value, text })} />
      )}
    </fieldset>
  );
}

const NONE: never[] = [];

function Place({ draft, change }: Drafting) {
  const structure = useLab((lab) => lab.state?.model?.structure ?? null);
  if (!structure) return null;
  return (
    <div className="form-row">
      <label className="inline">
        Read
        <select
          className="field mono"
          value={draft.at || usualPlace(structure)}
          onChange={({ target }) => change({ at: target.value })}
        >
          {readable(structure).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <Position draft={draft} change={change} />
    </div>
  );
}

const WHERE: readonly (readonly [DirectionDraft["where"], string])[] = [
  ["last", "the last token"],
  ["index", "position"],
  ["mean", "all positions but the first token, averaged"],
];

function Position({ draft, change }: Drafting) {
  return (
    <label className="inline">
      at
      <select
        className="field"
        aria-label="Position"
        value={draft.where}
        onChange={({ target }) =>
          change({ where: WHERE.find(([where]) => where === target.value)?.[0] ?? draft.where })
        }
      >
        {WHERE.map(([where, words]) => (
          <option key={where} value={where}>
            {words}
          </option>
        ))}
      </select>
      {draft.where === "index" && (
        <input
          className="field number"
          inputMode="numeric"
          aria-label="Index of the position"
          value={draft.index}
          onChange={({ target }) => change({ index: target.value })}
        />
      )}
    </label>
  );
}
