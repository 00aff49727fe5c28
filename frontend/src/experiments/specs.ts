// What is asked of an experiment, whatever its kind. Pure.
import type { Experiment } from "@trafolab/viz";

/** The family of places, or the place, that is changed. */
export function subjectOf({ spec }: Pick<Experiment, "spec">): string {
  return spec.experiment === "path" ? spec.sender : spec.what;
}
