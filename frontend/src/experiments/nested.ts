// The order of the list of experiments. Pure.
import type { ExperimentSummary } from "@trafolab/viz";

/** An experiment, and whether it stands under the one before it that found its circuit. */
export interface Nested {
  readonly experiment: ExperimentSummary;
  readonly under: boolean;
}

/** The newest first; what was asked of a circuit behind the experiment that found it, as long as there is that one. */
export function nested(experiments: readonly ExperimentSummary[]): Nested[] {
  const known = new Set(experiments.map(({ id }) => id));
  const isChild = ({ found_by }: ExperimentSummary) => found_by !== null && known.has(found_by);
  const newest = [...experiments].reverse();
  return newest
    .filter((each) => !isChild(each))
    .flatMap((experiment) => [
      { experiment, under: false },
      ...newest
        .filter(({ found_by }) => found_by === experiment.id)
        .map((each) => ({ experiment: each, under: true })),
    ]);
}
