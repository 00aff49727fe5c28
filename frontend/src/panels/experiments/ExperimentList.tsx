import type { ExperimentSummary } from "@trafolab/viz";
import { nested } from "../../experiments/nested";
import { ExperimentRow } from "./ExperimentRow";

interface ExperimentListProps {
  readonly experiments: readonly ExperimentSummary[];
  readonly shown: string;
}

/** Every experiment that there is, newest first; those on a circuit under the one that found it. */
export function ExperimentList({ experiments, shown }: ExperimentListProps) {
  return (
    <ol className="rows experiment-list" aria-label="Experiments">
      {nested(experiments).map(({ experiment, under }) => (
        <ExperimentRow
          key={experiment.id}
          experiment={experiment}
          shown={experiment.id === shown}
          under={under}
        />
      ))}
    </ol>
  );
}
