import { useMemo, useRef } from "react";
import { type Change, edited } from "../../acts/editing";
import { createLatest } from "../../acts/latest";
import type { Intervention } from "../../acts/records";
import { useLaboratory } from "../../app/context";

/** Changes an intervention in its place; of changes that come faster than they are answered the newest counts. */
export function useEdits(intervention: Intervention): (change: Change, gesture?: string) => void {
  const { acts } = useLaboratory();
  const latest = useRef(intervention);
  latest.current = intervention;
  return useMemo(() => {
    const live = createLatest(({ change, gesture }: { change: Change; gesture: string | null }) =>
      acts.attempt(edited(latest.current, change, gesture)),
    );
    return (change, gesture) => live.offer({ change, gesture: gesture ?? null });
  }, [acts]);
}
