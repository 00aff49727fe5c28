import type { Experiment } from "@trafolab/viz";
import { estimatedSaid } from "../../experiments/statusWords";

/** How much of an experiment is done: of its cells, or before these of the pairs that it has estimates over. */
export function ExperimentProgress({ experiment, nCells }: { experiment: Experiment; nCells: number }) {
  const { info, n_done } = experiment;
  return info && estimatedSaid(info) !== null ? (
    <ProgressBar done={info.n_estimated ?? 0} all={info.n_pairs ?? 0} />
  ) : (
    <ProgressBar done={n_done} all={nCells} />
  );
}

/** How much of something is done. */
export function ProgressBar({ done, all }: { done: number; all: number }) {
  const share = all > 0 ? Math.min(1, done / all) : 0;
  return (
    <span
      className="progress"
      role="progressbar"
      aria-label="Cells computed"
      aria-valuemin={0}
      aria-valuemax={all}
      aria-valuenow={done}
    >
      <span style={{ width: `${100 * share}%` }} />
    </span>
  );
}
