import type { Experiment } from "@trafolab/viz";
import { useMemo } from "react";
import { useFailure, useView } from "../../app/useView";
import { type Grid, gridOf } from "../../experiments/grid";

export interface Found {
  readonly experiment: Experiment;
  readonly nCells: number;
  readonly secondsLeft: number | null;
  /** Null before it is known what is to be computed. */
  readonly grid: Grid | null;
}

/** An experiment with the cells that it has by now, watched while it is on screen; or why there is none. */
export function useExperiment(id: string | null): { found: Found | null; failure: string | null } {
  const params = { id: id ?? "" };
  const seen = useView("experiment", params, id !== null);
  const failure = useFailure("experiment", params);
  const found = useMemo((): Found | null => {
    // Another one may be shown until the one that was asked for has come.
    if (!seen || seen.data.experiment.id !== id) return null;
    const { experiment, seconds_left, n_cells } = seen.data;
    return { experiment, nCells: n_cells, secondsLeft: seconds_left, grid: gridOf(experiment, seen.tensors) };
  }, [seen, id]);
  return { found, failure: found ? null : failure };
}
