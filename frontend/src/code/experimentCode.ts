// The lines that start experiments and end them.
import type { ControlExperiment, ForgetExperiment, RenameExperiment, SweepSpec } from "@trafolab/viz";
import { call } from "./python";

/** The line that sweeps. */
export function sweepCode({ what, by_position, direction, ablate, source }: SweepSpec): string {
  return call("lab.sweep", [what], {
    by_position,
    direction: direction === "noise" ? undefined : direction,
    ablate,
    source,
  });
}

/** The line that does something to an experiment that there is. */
export function experimentCode(action: ControlExperiment | RenameExperiment | ForgetExperiment): string {
  switch (action.kind) {
    case "control_experiment":
      return call(`lab.experiments.${action.verb}`, [action.id]);
    case "rename_experiment":
      return call("lab.experiments.rename", [action.id, action.name]);
    case "forget_experiment":
      return call("lab.experiments.forget", [action.id]);
    default:
      return action satisfies never;
  }
}
