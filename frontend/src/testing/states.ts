// States for the unit tests, as a kernel would send them.
import type { Intervention, Layer, OperationInfo, Stamp, State, Structure } from "@trafolab/viz";

const STAMP: Stamp = {
  prompt: "clean",
  interventions: "plain",
  weights: "loaded",
  model_hash: "0",
  mode: "raw",
  dtype: "float32",
  seed: null,
};

export const OPERATIONS: OperationInfo[] = [
  {
    op: "ablate",
    label: "Ablate",
    key: "A",
    state: "ablated",
    glyph: "⊘",
    choices: [{ label: "zero", operation: { op: "ablate", mode: "zero" } }],
    targets: ["head", "mlp"],
  },
  {
    op: "freeze",
    label: "Freeze",
    key: "F",
    state: "frozen",
    glyph: "❄",
    choices: [
      { label: "pattern", operation: { op: "freeze", what: "pattern" } },
      { label: "z", operation: { op: "freeze", what: "z" } },
    ],
    targets: ["head"],
  },
];

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
    operation: { op: "ablate", mode: "zero" },
    source: { kind: "none" },
    positions: "all",
    enabled: true,
    stamp: STAMP,
    status: { state: "active", reason: null, fired: { page: 1, cell: null }, delta_norm: 3.21, note: null },
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
      structure: structure(),
    },
    clean: {
      name: "clean",
      source: { kind: "text", text: "a b" },
      tokens: ["<bos>", "a", " b"].map((text, id) => ({ id, text, role: null })),
    },
    counterfactuals: [],
    metric: null,
    metric_problem: null,
    interventions: [],
    findings: { hooks: [], weights: [], moving: false, flags: [] },
    operations: OPERATIONS,
    history: [],
    undo: null,
    redo: null,
    problems: [],
    code: "",
    ...change,
  };
}
