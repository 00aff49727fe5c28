import type { AttentionData } from "@trafolab/viz";
import { useMemo } from "react";
import { useLab, usePage } from "../../app/context";
import { useFailure, useView } from "../../app/useView";
import { numbers } from "../../transport/tensor";

export interface Attention {
  readonly data: AttentionData;
  /** `[query, key]`, row-major, `data.size` a side. */
  readonly pattern: Float32Array;
  readonly late: boolean;
}

const AWAY = "The page is not connected: the pattern follows when it is again.";

/** The pattern of a head under the interventions, or why there is none. */
export function useAttention(head: string): { attention: Attention | null; failure: string | null } {
  const hideBos = usePage((page) => page.hideBos);
  const params = { head, run: "live", hide_bos: hideBos, max_size: 512 };
  const seen = useView("attention", params);
  const failure = useFailure("attention", params);
  const attention = useMemo(() => {
    const tensor = seen?.tensors.pattern;
    // While another head's data is under way, the former one's would be a lie under this title.
    if (!seen || !tensor || seen.data.head !== head) return null;
    return { data: seen.data, pattern: numbers(tensor), late: seen.late };
  }, [seen, head]);
  const away = useLab((lab) => lab.connection !== "open");
  return { attention, failure: failure ?? (away && !attention ? AWAY : null) };
}
