import type { Experiment, FeedData } from "@trafolab/viz";
import { useMemo } from "react";
import { useFailure, useView } from "../../app/useView";
import { type CircuitEdge, edgesOf, MOST_EDGES } from "../../experiments/circuit";

export interface FoundCircuit {
  readonly experiment: Experiment;
  readonly nCells: number;
  readonly secondsLeft: number | null;
  /** In the order in which they join; behind them others that were patched. */
  readonly edges: readonly CircuitEdge[];
  /** How many edges the largest circuit has. */
  readonly nGrown: number;
  /** What is known of how faithful its circuits are, the newest last. */
  readonly tried: FeedData["circuit"]["tried"];
}

/** The edges that an experiment found by now, the largest alone; or why there are none. */
export function useCircuit(id: string | null): { found: FoundCircuit | null; failure: string | null } {
  const params = { id: id ?? "", most: MOST_EDGES };
  const seen = useView("circuit", params, id !== null);
  const failure = useFailure("circuit", params);
  const found = useMemo((): FoundCircuit | null => {
    // Another one may be shown until the one that was asked for has come.
    if (!seen || seen.data.experiment.id !== id) return null;
    const { experiment, seconds_left, n_cells, n_grown, tried } = seen.data;
    const edges = edgesOf(seen.data, seen.tensors);
    return { experiment, nCells: n_cells, secondsLeft: seconds_left, edges, nGrown: n_grown, tried };
  }, [seen, id]);
  return { found, failure: found ? null : failure };
}
