// What stands below a figure of an experiment.
import { type ExperimentInfo, stampLine as lineOf } from "@trafolab/viz";

/** The conditions that numbers were computed under, in a line. */
export function stampLine({ stamp, donor, base }: ExperimentInfo): string {
  return lineOf(stamp, `${donor} → ${base}`);
}
