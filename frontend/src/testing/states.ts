// States for the unit tests, as a kernel would send them.
import type {
  Intervention,
  Layer,
  Metric,
  OperationInfo,
  PairSet,
  Prompt,
  Stamp,
  State,
  Structure,
  SweepKind,
} from "@trafolab/viz";
import { ablate, freeze, keep, PATCH, scale } from "../acts/operations";
import type { Of } from "../acts/records";

export const STAMP: Stamp = {
  prompt: "clean",
  interventions: "plain",
  weights: "loaded",
  model_hash: "0",
  mode: "raw",
  dtype: "float32",
  seed: null,
};

function row(
  op: string,
  label: string,
  key: string,
  state: string,
  change: Partial<OperationInfo>,
): OperationInfo {
  return { op, label, key, state, glyph: "•", hint: `${label}.`, choices: [], targets: [], ...change };
}

export const LINEARISE: Of<"linearise"> = { op: "linearise" };

const WIDE = ["attn", "mlp", "resid", "embed"];
const ANY = ["head", "group", "norm", ...WIDE];

/** The kernel's table, short of what no test asks for. */
const OPERATIONS: OperationInfo[] = [
  row("ablate", "Ablate", "A", "ablated", {
    choices: [{ label: "zero", operation: ablate("zero") }],
    targets: ANY,
  }),
  row("freeze", "Freeze", "F", "frozen", {
    choices: [{ label: "as usual", operation: freeze() }],
    targets: ANY,
  }),
  row("patch", "Patch", "P", "patched", {
    choices: [{ label: "from corrupt", operation: PATCH }],
    targets: ANY,
  }),
  row("steer", "Steer", "S", "steered", { targets: WIDE }),
  row("scale", "Scale", "M", "scaled", {
    choices: [{ label: "half", operation: scale(0.5) }],
    targets: ANY,
  }),
  row("knockout", "Knock out", "K", "knocked-out", { targets: ["head", "attn"] }),
  row("keep", "Keep only", "O", "kept", {
    choices: [{ label: "others by mean", operation: keep("mean") }],
    targets: ["head", "attn", "mlp"],
  }),
  row("linearise", "Linearise", "", "frozen", {
    choices: [{ label: "patterns and norms", operation: LINEARISE }],
  }),
  row("custom", "Custom", "", "custom", {}),
];

const SWEEPS: SweepKind[] = [
  {
    name: "resid_pre",
    label: "residual stream before each layer",
    axes: ["layer"],
    by_position: true,
    over_pairs: true,
  },
  { name: "z", label: "head output", axes: ["layer", "head"], by_position: false, over_pairs: true },
  { name: "neuron", label: "MLP neurons", axes: ["neuron"], by_position: false, over_pairs: true },
  { name: "embed", label: "token embedding", axes: ["place"], by_position: true, over_pairs: false },
];

/** A prompt of these tokens. */
export function prompt(name: string, ...texts: string[]): Prompt {
  return {
    name,
    source: { kind: "text", text: texts.join("").replace("<bos>", "") },
    tokens: texts.map((text, id) => ({ id, text, role: null })),
  };
}

/** A model of two layers with four heads each; `groups` key-value heads. */
export function structure(groups = 4): Structure {
  return {
    d_model: 64,
    d_vocab: 1000,
    n_ctx: 256,
    position: "learned",
    embeddings: ["embed", "pos_embed"],
    layers: [layer(0, groups), layer(1, groups)],
    final_norm: { component: "ln_final", kind: "LN", place: "final" },
    unsupported: {},
  };
}

function layer(index: number, groups: number): Layer {
  return {
    index,
    attention: { component: `attn.${index}`, n_heads: 4, n_key_value_heads: groups, d_head: 16 },
    mlp: { component: `mlp.${index}`, n_neurons: 256, gated: false, n_experts: null },
    parallel: false,
    norms: [{ component: `ln1.${index}`, kind: "LN", place: "before_attention" }],
  };
}

/** An active ablation by zero, but for what `change` says. */
export function intervention(targets: string[], change: Partial<Intervention> = {}): Intervention {
  return {
    id: `ablate-${targets.join("-")}`,
    targets,
    operation: ablate("zero"),
    source: { kind: "none" },
    positions: "all",
    enabled: true,
    stamp: STAMP,
    status: {
      state: "active",
      reason: null,
      fired: { page: 1, cell: null, steps: 0 },
      delta_norm: 3.21,
      note: null,
    },
    code: `lab.ablate(${JSON.stringify(targets[0])})`,
    ...change,
  };
}

/** A state with a model and a prompt of three tokens. */
export function state(change: Partial<State> = {}): State {
  return {
    revision: 7,
    settled: true,
    model: {
      name: "trafo-2l",
      source: "trafo-2l",
      kind: "embedded",
      architecture: "GPT2LMHeadModel",
      hash: "0",
      mode: "raw",
      folded: [],
      dtype: "float32",
      device: "cpu",
      n_params: 1,
      has_tokenizer: true,
      hf_difference: null,
      hf_n_tokens: null,
      hf_reason: null,
      reopens: true,
      structure: structure(),
    },
    clean: prompt("clean", "<bos>", "a", " b"),
    counterfactuals: [],
    metric: null,
    metric_problem: null,
    interventions: [],
    references: [],
    pairs: [],
    directions: [],
    groups: [],
    paint: null,
    detectors: [],
    saved: [],
    findings: { hooks: [], weights: [], moving: false, flags: [] },
    operations: OPERATIONS,
    sweeps: SWEEPS,
    experiments: [],
    history: [],
    undo: null,
    redo: null,
    problems: [],
    code: "",
    ...change,
  };
}

/** A set of two pairs with roles, but for what `change` says. */
export function pairSet(change: Partial<PairSet> = {}): PairSet {
  return {
    name: "ioi",
    tensor: "t",
    roles: ["a", "b", "end"],
    n_pairs: 2,
    n_left_out: 0,
    answer_tokens: 1,
    lengths: [15],
    first: ["<bos>When Mary and John"],
    code: 'lab.pairs("ioi", "pairs.csv")',
    ...change,
  };
}

/** The logit difference of two tokens. */
export function metricOf(answer: string, distractor: string): Metric {
  const [right, wrong] = [answer, distractor].map((text, at) => ({
    tokens: [{ id: at + 1, text }],
    by_text: true,
  }));
  return {
    kind: "logit_diff",
    answers: right ? [right] : [],
    distractors: wrong ? [wrong] : [],
    over: "mean",
    k: null,
    position: -1,
    positions: null,
    function: null,
    pairs: null,
    minus: null,
    automatic: true,
  };
}
