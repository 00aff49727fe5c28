import { Select } from "../controls/Select";

interface RunChoiceProps {
  readonly label: string;
  readonly value: string;
  /** The runs that there are, by their names. */
  readonly runs: readonly string[];
  readonly onChange: (run: string) => void;
}

/** One of the runs: live, plain, or a counterfactual prompt's. */
export function RunChoice({ label, value, runs, onChange }: RunChoiceProps) {
  return <Select label={label} value={value} options={runs.map((run) => [run, run])} onChange={onChange} />;
}
