// The lines that start experiments and end them.
import type {
  AttributionSpec,
  ControlExperiment,
  ForgetExperiment,
  PathSpec,
  RenameExperiment,
  StartExperiment,
  SweepSpec,
} from "@trafolab/viz";
import { call } from "./python";

/** The line that starts an experiment. */
export function specCode(spec: StartExperiment["spec"]): string {
  switch (spec.experiment) {
    case "sweep":
      return call("lab.sweep", [spec.what], sweeping(spec));
    case "attribution":
      return call("lab.attribution", [spec.what], { ...patching(spec), ...checks(spec) });
    case "path":
      return pathCode(spec);
    default:
      return spec satisfies never;
  }
}

/** In the order in which the kernel writes them. */
function sweeping(spec: SweepSpec) {
  const { by_position, direction, source } = patching(spec);
  return { by_position, direction, ablate: spec.ablate, source };
}

type Patching = Pick<AttributionSpec, "by_position" | "direction" | "source">;

function patching({ by_position, direction, source }: Patching) {
  return { by_position, direction: unless("noise", direction), source };
}

/** What is patched for real, where that is not as usual. */
function checks({ verify, sample, seed }: AttributionSpec) {
  return { verify: unless(CHECKS, verify), sample: unless(CHECKS, sample), seed: unless(0, seed) };
}

const CHECKS = 20;

function pathCode({ sender, receivers, via, norm, ...where }: PathSpec): string {
  const [only, ...others] = receivers;
  return call("lab.path", [sender, others.length === 0 ? only : receivers], {
    via: unless("direct", via),
    norm: unless("live", norm),
    ...patching(where),
  });
}

function unless<T>(usual: T, value: T): T | undefined {
  return value === usual ? undefined : value;
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
