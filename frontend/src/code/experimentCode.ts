// The lines that start experiments and end them.
import type { ControlExperiment, ForgetExperiment, RenameExperiment, SweepSpec } from "@trafolab/viz";
import { call, python } from "./python";

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
  const experiment = `lab.experiments[${python(action.id)}]`;
  switch (action.kind) {
    case "control_experiment":
      return call(`${experiment}.${action.verb}`, []);
    case "rename_experiment":
      return call(`${experiment}.rename`, [action.name]);
    case "forget_experiment":
      return call(`${experiment}.forget`, []);
    default:
      return action satisfies never;
  }
}
