import { type CompareData, numbers } from "@trafolab/viz";
import { useMemo } from "react";
import { useReadPosition } from "../../app/useReadPosition";
import { useFailure, useView } from "../../app/useView";
import type { Pair } from "../../store/page";

export interface Compared {
  readonly data: CompareData;
  /** Largest |a − b| of each head's pattern, in the order of `data.heads`. */
  readonly change: Float32Array;
  /** `[query, key]` of `data.head` in both states; null where the prompts have no common cells. */
  readonly patterns: { readonly a: Float32Array; readonly b: Float32Array } | null;
  readonly late: boolean;
}

/** Two states side by side, or why they can't be. */
export function useCompared(pair: Pair, head: string | null) {
  const { asked } = useReadPosition();
  const params = { ...pair, position: asked, ...(head !== null && { head }) };
  const seen = useView("compare", params);
  const failure = useFailure("compare", params);
  const compared = useMemo((): Compared | null => {
    if (!seen) return null;
    const { change, pattern_a: a, pattern_b: b } = seen.tensors;
    return {
      data: seen.data,
      change: change ? numbers(change) : new Float32Array(),
      patterns: a && b ? { a: numbers(a), b: numbers(b) } : null,
      late: seen.late,
    };
  }, [seen]);
  return { compared, failure };
}
