import { Select } from "../controls/Select";
import { RunChoice } from "./RunChoice";

interface RunMinusProps {
  /** What taking off is called. */
  readonly label?: string;
  readonly run: string;
  /** The run that is taken off; null for none. */
  readonly minus: string | null;
  /** The runs that there are, by their names. */
  readonly runs: readonly string[];
  readonly onChange: (chosen: { run?: string; minus?: string | null }) => void;
}

/** One of the runs, and another that is taken off it. */
export function RunMinus({ label = "minus", run, minus, runs, onChange }: RunMinusProps) {
  const others = runs.filter((name) => name !== run);
  return (
    <>
      <RunChoice
        label="run"
        value={run}
        runs={runs}
        onChange={(chosen) => onChange(chosen === minus ? { run: chosen, minus: null } : { run: chosen })}
      />
      <Select
        label={label}
        value={minus ?? ""}
        options={[["", "nothing"], ...others.map((name) => [name, name] as const)]}
        onChange={(name) => onChange({ minus: name === "" ? null : name })}
      />
    </>
  );
}
