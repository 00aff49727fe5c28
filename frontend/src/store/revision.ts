import { watchKey } from "../transport/watches";
import type { LabState } from "./lab";

const METRIC = watchKey("metric", {});

/**
 * The newest revision of which state and metric have both arrived, so that whoever waits for it reads
 * numbers that belong together; null before the first.
 */
export function shownRevision(lab: LabState): number | null {
  const metric = lab.views[METRIC]?.frame.revision ?? lab.failures[METRIC]?.revision;
  if (lab.state === null || metric === undefined) return null;
  return Math.min(lab.state.revision, Math.max(metric, lab.failures[METRIC]?.revision ?? 0));
}
