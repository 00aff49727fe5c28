import { ArrowLeftRight, X } from "lucide-react";
import { useLab, useLaboratory } from "../../app/context";
import { call } from "../../code/python";
import { STANDING_STATES } from "../../model/namedStates";
import type { Pair } from "../../store/page";
import { CopyChip } from "../../ui/CodeLine";
import { IconButton } from "../../ui/IconButton";

/** Which two states, with the ways to others. */
export function CompareHead({ pair }: { pair: Pair }) {
  const { set } = useLaboratory();
  const choose = (side: Partial<Pair>) => set({ compare: { ...pair, ...side } });
  return (
    <header className="pane-head compare-head">
      <h2>Compare</h2>
      <StateSelect label="First state" side="a" value={pair.a} onChange={(a) => choose({ a })} />
      <IconButton
        label="Swap the two states"
        icon={<ArrowLeftRight size={15} />}
        onClick={() => set({ compare: { a: pair.b, b: pair.a } })}
      />
      <StateSelect label="Second state" side="b" value={pair.b} onChange={(b) => choose({ b })} />
      <div className="pane-tools">
        <CopyChip text={call("lab.compare", [pair.a, pair.b])} label="copy code" />
        <IconButton
          label="Close the comparison"
          keys="Esc"
          icon={<X size={15} />}
          onClick={() => set({ compare: null })}
        />
      </div>
    </header>
  );
}

interface StateSelectProps {
  readonly label: string;
  readonly side: "a" | "b";
  readonly value: string;
  readonly onChange: (name: string) => void;
}

function StateSelect({ label, side, value, onChange }: StateSelectProps) {
  const saved = useLab((lab) => lab.state?.saved ?? NONE);
  const names = saved.map(({ name }) => name);
  const known = [...names, ...STANDING_STATES.map(([name]) => name)].includes(value);
  return (
    <label className="compare-side" data-side={side}>
      <select
        className="field"
        value={value}
        aria-label={label}
        onChange={(event) => onChange(event.target.value)}
      >
        {!known && <option value={value}>{value} (forgotten)</option>}
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        {STANDING_STATES.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

const NONE: never[] = [];
