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

/** The oldest revision of anything that is seen: state, metric, and every view that has come. */
export function oldestRevision(lab: LabState): number | null {
  const shown = shownRevision(lab);
  if (shown === null) return null;
  const { views, failures } = lab;
  const revisions = Object.keys({ ...views, ...failures }).map((key) =>
    Math.max(views[key]?.frame.revision ?? -1, failures[key]?.revision ?? -1),
  );
  return Math.min(shown, ...revisions);
}
