import { useMemo, useRef } from "react";
import { both, type Change, edited } from "../../acts/editing";
import { createLatest } from "../../acts/latest";
import type { Intervention, Problem } from "../../acts/records";
import { useLaboratory } from "../../app/context";

interface Edit {
  readonly change: Change;
  readonly gesture: string | null;
}

/** Changes an intervention in its place. Changes that come faster than they are answered are made together, on
 * what the one before them led to: under another operation it may have another id. */
export function useEdits(intervention: Intervention): (change: Change, gesture?: string) => void {
  const { acts } = useLaboratory();
  const latest = useRef(intervention);
  latest.current = intervention;
  return useMemo(() => {
    const send = ({ change, gesture }: Edit) =>
      new Promise<Problem | null>((resolve) =>
        acts.inTurn(() => resolve(acts.attempt(edited(latest.current, change, gesture)))),
      );
    const live = createLatest(send, (older, newer) => ({
      ...newer,
      change: both(older.change, newer.change),
    }));
    return (change, gesture) => live.offer({ change, gesture: gesture ?? null });
  }, [acts]);
}
