import type { PathSpec } from "@trafolab/viz";
import { usePage } from "../../app/context";
import { receiversOf, withReceiver } from "../../experiments/hows";
import { type Draft, estimable, estimates } from "../../experiments/starting";

interface HowOptionsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** What the chosen way leaves open: nothing for patches, receivers and handling of paths, the proof of estimates. */
export function HowOptions({ draft, onChange }: HowOptionsProps) {
  if (draft.put !== "prompt" || draft.how === "patched") return null;
  if (typeof draft.how === "object")
    return <PathOptions draft={draft} into={draft.how.into} onChange={onChange} />;
  return estimates(draft) && estimable(draft) ? <ProofFields draft={draft} onChange={onChange} /> : null;
}

const VIAS: Readonly<Record<PathSpec["via"], string>> = {
  direct: "direct",
  mlps: "through MLPs",
  all: "through everything",
};
const NORMS: Readonly<Record<PathSpec["norm"], string>> = { live: "norms live", frozen: "norms frozen" };

function PathOptions({ draft, into, onChange }: HowOptionsProps & { into: readonly string[] }) {
  const selection = usePage((page) => page.selection);
  return (
    <>
      <span className="receivers">
        {receiversOf(draft, selection).map((receiver) => (
          <button
            key={receiver}
            type="button"
            className="chip"
            aria-pressed={into.includes(receiver)}
            title={`Paths into ${receiver} too, or not`}
            onClick={() => onChange({ how: withReceiver(into, receiver) })}
          >
            {receiver}
          </button>
        ))}
      </span>
      <Choice
        label="What the paths may go through"
        value={draft.via}
        words={VIAS}
        onChange={(via) => onChange({ via })}
      />
      <Choice
        label="Norms on the paths"
        value={draft.norm}
        words={NORMS}
        onChange={(norm) => onChange({ norm })}
      />
    </>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly words: Readonly<Record<T, string>>;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, words, onChange }: ChoiceProps<T>) {
  const isOne = (given: string): given is T => Object.hasOwn(words, given);
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={({ target }) => isOne(target.value) && onChange(target.value)}
    >
      {Object.entries<string>(words).map(([each, said]) => (
        <option key={each} value={each}>
          {said}
        </option>
      ))}
    </select>
  );
}

/** How many cells of an attribution are patched for real. */
function ProofFields({ draft, onChange }: HowOptionsProps) {
  return (
    <span className="proof">
      patch
      <NumberField
        label="How many of the largest estimates are patched"
        value={draft.verify}
        onChange={(verify) => onChange({ verify })}
      />
      largest and
      <NumberField
        label="How many cells drawn at random are patched"
        value={draft.sample}
        onChange={(sample) => onChange({ sample })}
      />
      drawn
    </span>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <input
      className="field"
      type="number"
      min={0}
      max={MOST}
      aria-label={label}
      title={label}
      value={value}
      onChange={({ target: { valueAsNumber } }) => {
        if (Number.isInteger(valueAsNumber)) onChange(Math.min(MOST, Math.max(0, valueAsNumber)));
      }}
    />
  );
}

const MOST = 1000;
