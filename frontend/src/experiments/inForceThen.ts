// The interventions that were in force when an experiment was started. Pure.
import type { Experiment } from "@trafolab/viz";
import type { Intervention } from "../acts/records";

export interface Then {
  /** Each as it is called: `ablate("L0H2")`. */
  readonly names: readonly string[];
  /** Said where they are not those of now. */
  readonly differs: string | null;
}

/** What an experiment ran under, beside what is in force now; null where that is nothing in both cases, or where an old
 * record does not say. */
export function inForceThen(
  { under, info }: Experiment,
  interventions: readonly Intervention[],
): Then | null {
  const lines = interventions.filter(({ enabled }) => enabled).map(({ code }) => code);
  if (under === null) return info?.stamp.interventions === "live" ? { names: UNTOLD, differs: null } : null;
  if (under.length === 0 && lines.length === 0) return null;
  const same = JSON.stringify(under) === JSON.stringify(lines);
  return { names: under.map(shortly), differs: same ? null : differing(lines.map(shortly)) };
}

const UNTOLD = ["interventions that its record does not name"];

function shortly(line: string): string {
  return line.replace(/^lab\./, "");
}

function differing(now: readonly string[]): string {
  return now.length === 0 ? "not in force now" : `not as now: ${now.join(", ")}`;
}
