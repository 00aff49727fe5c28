// What is asked of an experiment, whatever its kind. Pure.
import type { Experiment } from "@trafolab/viz";

/** The family of places, or the place, that is changed. */
export function subjectOf({ spec }: Pick<Experiment, "spec">): string {
  switch (spec.experiment) {
    case "path":
      return spec.sender;
    case "sweep":
    case "attribution":
      return spec.what;
    case "edges":
    case "faithfulness":
      return spec.experiment;
    default:
      return spec satisfies never;
  }
}
