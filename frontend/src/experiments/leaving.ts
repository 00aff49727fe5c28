// What stands below a figure of an experiment.
import type { ExperimentInfo } from "@trafolab/viz";

/** The conditions that numbers were computed under, in a line. */
export function stampLine({ stamp, donor, base }: ExperimentInfo): string {
  const { interventions, weights, model_hash, mode, dtype } = stamp;
  const parts = [
    `${donor} → ${base}`,
    interventions === "plain" ? "without interventions" : "under interventions",
    `weights as ${weights === "loaded" ? "loaded" : "they are now"}`,
    `model ${model_hash.slice(0, 12)}`,
    mode,
    dtype,
  ];
  return parts.join(" · ");
}
