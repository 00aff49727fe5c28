// Experiments for the unit tests, as a kernel would send them.
import type { Experiment, ExperimentInfo, Tensor } from "@trafolab/viz";
import { PATCH } from "../acts/operations";
import { STAMP } from "./states";

const INFO: ExperimentInfo = {
  sentence: "corrupt's resid_pre put into the clean run",
  metric: " Hart − Carroll",
  base: "clean",
  donor: "corrupt",
  baseline: 5,
  other: -3,
  stamp: STAMP,
  prompts: [],
  n_cells: 6,
  n_passes: 2,
  n_equal: 1,
  n_pairs: null,
  pairs: null,
  n_estimated: null,
  whole: null,
  held: [],
  estimated: null,
  seconds: 0.5,
};

/** A finished sweep over the residual stream of two layers and three tokens, but for what `change` says. */
export function experiment(change: Partial<Experiment> = {}, info: Partial<ExperimentInfo> = {}): Experiment {
  return {
    id: "e1",
    name: "residual stream",
    spec: {
      experiment: "sweep",
      what: "resid_pre",
      by_position: null,
      direction: "noise",
      ablate: null,
      source: null,
      only: [],
      draws: 8,
      seed: 0,
      top: 20,
      over: null,
      by: null,
    },
    code: 'lab.sweep("resid_pre")',
    setup: "",
    under: null,
    created_at: "2026-11-21T10:00:00+00:00",
    status: "done",
    problem: null,
    info: { ...INFO, ...info },
    axes: [
      { name: "layer", labels: ["0", "1"] },
      { name: "pos", labels: ["0 <bos>", "1 a", "2  b"] },
    ],
    columns: ["values"],
    pairs: [],
    application: {
      operation: PATCH,
      base: "clean",
      source: "corrupt",
      each: [],
      also: [],
      targets: ["resid_pre.0", "resid_pre.1"],
      reason: null,
    },
    n_done: 6,
    tensor: "t",
    ...change,
  };
}

/** The tensors of a frame: values and how far each of them is. */
export function tensors(values: number[], progress: number[]): Record<string, Tensor> {
  const shape = [values.length];
  return {
    values: { dtype: "float32", shape, data: Float32Array.from(values) },
    progress: { dtype: "uint8", shape, data: Uint8Array.from(progress) },
  };
}
