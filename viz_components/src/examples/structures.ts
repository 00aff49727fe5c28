import type { Layer, Norm, Structure } from "../protocol/gen";

interface Shape {
  layers: number;
  heads: number;
  keyValueHeads?: number;
  neurons?: number | null;
  norm?: Norm["kind"] | null;
  position?: Structure["position"];
  parallel?: boolean;
  /** Norms after the sublayers too, as in Gemma 2. */
  sandwiched?: boolean;
}

/** The structure of a model of the given shape, as the kernel would send it. */
export function structureOf(shape: Shape): Structure {
  const { layers, heads, norm = "LN", position = "learned" } = shape;
  return {
    d_model: heads * 64,
    d_vocab: 50257,
    n_ctx: 1024,
    position,
    embeddings: position === "learned" ? ["embed", "pos_embed"] : ["embed"],
    layers: Array.from({ length: layers }, (_, index) => layerOf(index, shape)),
    final_norm: norm && { component: "ln_final", kind: norm, place: "final" },
    unsupported: {},
  };
}

function layerOf(index: number, shape: Shape): Layer {
  const {
    heads,
    keyValueHeads = heads,
    neurons = heads * 256,
    norm = "LN",
    parallel = false,
    sandwiched = false,
  } = shape;
  const norms: Norm[] = [];
  if (norm) norms.push({ component: `ln1.${index}`, kind: norm, place: "before_attention" });
  if (norm && neurons) norms.push({ component: `ln2.${index}`, kind: norm, place: "before_mlp" });
  if (norm && sandwiched) {
    norms.push({ component: `ln1_post.${index}`, kind: norm, place: "after_attention" });
    norms.push({ component: `ln2_post.${index}`, kind: norm, place: "after_mlp" });
  }
  return {
    index,
    attention: { component: `attn.${index}`, n_heads: heads, n_key_value_heads: keyValueHeads, d_head: 64 },
    mlp: neurons
      ? { component: `mlp.${index}`, n_neurons: neurons, gated: norm === "RMS", n_experts: null }
      : null,
    parallel,
    norms,
  };
}
