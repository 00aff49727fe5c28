import { useMemo } from "react";
import type { Problem } from "../../acts/records";
import { useLab } from "../../app/context";
import { away } from "../../experiments/away";

/** Why no experiment can be started now; null where a kernel listens. */
export function useAway(): Problem | null {
  const connection = useLab((lab) => lab.connection);
  const live = useLab((lab) => lab.live);
  const kernel = useLab((lab) => lab.kernel);
  return useMemo(() => away({ connection, live, kernel }), [connection, live, kernel]);
}
