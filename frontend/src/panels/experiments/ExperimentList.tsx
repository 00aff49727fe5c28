import type { ExperimentSummary } from "@trafolab/viz";
import { ExperimentRow } from "./ExperimentRow";

interface ExperimentListProps {
  readonly experiments: readonly ExperimentSummary[];
  readonly shown: string;
}

/** Every experiment that there is, newest first. */
export function ExperimentList({ experiments, shown }: ExperimentListProps) {
  return (
    <ol className="rows experiment-list" aria-label="Experiments">
      {[...experiments].reverse().map((experiment) => (
        <ExperimentRow key={experiment.id} experiment={experiment} shown={experiment.id === shown} />
      ))}
    </ol>
  );
}
