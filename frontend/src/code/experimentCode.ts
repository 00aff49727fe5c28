// The lines that start experiments and end them.
import type {
  AttributionSpec,
  ControlExperiment,
  EdgesSpec,
  FaithfulnessSpec,
  ForgetExperiment,
  PathSpec,
  RenameExperiment,
  StartExperiment,
  SweepSpec,
} from "@trafolab/viz";
import { call } from "./python";

type Spec = StartExperiment["spec"];

/** The line that starts an experiment. */
export function startCode(spec: Spec): string {
  switch (spec.experiment) {
    case "sweep":
      return sweepCode(spec);
    case "path":
      return pathCode(spec);
    case "attribution":
      return attributionCode(spec);
    case "edges":
      return edgesCode(spec);
    case "faithfulness":
      return faithfulnessCode(spec);
    default:
      return spec satisfies never;
  }
}

function sweepCode({
  what,
  by_position,
  ablate,
  source,
  only,
  draws,
  seed,
  top,
  over,
  by,
  ...spec
}: SweepSpec): string {
  return call("lab.sweep", [what], {
    over,
    by,
    by_position,
    direction: ablate === null ? directionSaid(spec) : undefined,
    ablate,
    source,
    only: only.length > 0 ? only : undefined,
    draws: ablate === "resample" && draws !== 8 ? draws : undefined,
    seed: ablate === "resample" && seed !== 0 ? seed : undefined,
    top: top === 20 ? undefined : top,
  });
}

function pathCode({
  sender,
  receivers,
  via,
  norm,
  by_position,
  source,
  over,
  by,
  ...spec
}: PathSpec): string {
  const [only] = receivers;
  return call("lab.path", [sender, receivers.length === 1 && only ? only : receivers], {
    via: via === "direct" ? undefined : via,
    norm: norm === "live" ? undefined : norm,
    over,
    by,
    by_position,
    direction: directionSaid(spec),
    source,
  });
}

function attributionCode({ what, by_position, source, over, by, ...spec }: AttributionSpec): string {
  return call("lab.attribution", [what], {
    over,
    by,
    by_position,
    direction: directionSaid(spec),
    source,
    ...estimateSaid(spec, 20),
  });
}

function edgesCode({ source, over, ...spec }: EdgesSpec): string {
  return call("lab.edges", [], {
    over,
    direction: directionSaid(spec),
    source,
    ...estimateSaid(spec, 10),
  });
}

type Estimated = Pick<EdgesSpec, "verify" | "sample" | "seed" | "steps">;

/** How estimates are made and tried, where it is not as usual: so many patched of the largest, and drawn. */
function estimateSaid({ verify, sample, seed, steps }: Estimated, usual: number) {
  return {
    verify: verify === usual ? undefined : verify,
    sample: sample === usual ? undefined : sample,
    seed: seed === 0 ? undefined : seed,
    steps: steps === 1 ? undefined : steps,
  };
}

function faithfulnessCode(spec: FaithfulnessSpec): string {
  const { edges, operation, source, reference, random, seed, over } = spec;
  return call("lab.faithfulness", [edges.map(({ sender, receiver }) => [sender, receiver])], {
    over,
    operation: operation === "patch" ? undefined : operation,
    source,
    reference,
    random: random === 10 ? undefined : random,
    seed: seed === 0 ? undefined : seed,
  });
}

function directionSaid<D extends string>({ direction }: { direction: D }): D | undefined {
  return direction === "noise" ? undefined : direction;
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
