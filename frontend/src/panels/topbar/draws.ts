// Interventions that draw, and what their draws gave. Pure.
import type { DrawsData, Intervention } from "@trafolab/viz";
import { short } from "../../ui/numbers";

/** Whether an intervention draws from a reference set, and acts. */
export function resamples({ operation, enabled, status }: Intervention): boolean {
  const draws = (operation.op === "ablate" || operation.op === "keep") && operation.mode === "resample";
  return draws && enabled && (status.state === "active" || status.state === "pending");
}

const SHOWN = 40;

/** The metric under each draw. */
export function spreadTitle({ values, mean, sd }: DrawsData): string {
  const shown = values.slice(0, SHOWN).map(short).join(", ");
  const more = values.length > SHOWN ? `, … ${values.length - SHOWN} more` : "";
  const sums = mean === null || sd === null ? "" : `mean ${short(mean)}, sd ${short(sd)} (of the sample)\n`;
  return `The metric under each of ${values.length} seeded draws; the first one acts.\n${sums}${shown}${more}`;
}
