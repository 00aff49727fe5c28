// What the structure says about one component.
import type { Norm, Structure } from "@trafolab/viz";
import { grouped } from "../ui/numbers";
import type { Component } from "./components";

type Fact = readonly [string, string];

/** Pairs of a name and a value, most useful first. */
export function factsOf(component: Component, structure: Structure): Fact[] {
  const layer = component.layer === null ? undefined : structure.layers[component.layer];
  switch (component.kind) {
    case "head":
      return headFacts(component, layer?.attention ?? null);
    case "group":
      return groupFacts(layer?.attention ?? null);
    case "attn":
      return [["Heads", `${layer?.attention?.n_heads ?? 0} of width ${layer?.attention?.d_head ?? 0}`]];
    case "mlp":
      return mlpFacts(layer?.mlp ?? null);
    case "norm":
      return normFacts(normOf(component.name, structure));
    case "resid":
      return [["Width", `${structure.d_model}`]];
    case "embed":
      return embedFacts(component.name, structure);
    case "unembed":
      return [["Maps", `${structure.d_model} numbers to ${grouped(structure.d_vocab)} logits`]];
    default:
      return component.kind satisfies never;
  }
}

type Layer = Structure["layers"][number];

function headFacts({ head, layer }: Component, attention: Layer["attention"]): Fact[] {
  if (!attention || head === null) return [];
  const served = attention.n_heads / attention.n_key_value_heads;
  const width: Fact = ["Width", `${attention.d_head}`];
  if (served <= 1) return [width];
  return [
    width,
    ["Keys and values", `of group L${layer}KV${Math.floor(head / served)}, shared by ${served} heads`],
  ];
}

function groupFacts(attention: Layer["attention"]): Fact[] {
  if (!attention) return [];
  return [["Shared by", `${attention.n_heads / attention.n_key_value_heads} heads`]];
}

function mlpFacts(mlp: Layer["mlp"]): Fact[] {
  if (!mlp) return [];
  const neurons: Fact = ["Neurons", `${grouped(mlp.n_neurons)}${mlp.gated ? ", gated" : ""}`];
  return mlp.n_experts === null ? [neurons] : [neurons, ["Experts", `${mlp.n_experts}`]];
}

const KINDS: Record<Norm["kind"], string> = {
  LN: "LayerNorm: centred, then scaled to unit variance",
  RMS: "RMSNorm: scaled to unit root mean square",
};

const PLACES: Record<Norm["place"], string> = {
  before_attention: "before the attention layer",
  after_attention: "after the attention layer",
  before_mlp: "before the MLP",
  after_mlp: "after the MLP",
  final: "before the unembedding",
};

function normFacts(norm: Norm | undefined): Fact[] {
  if (!norm) return [];
  return [
    ["Kind", KINDS[norm.kind]],
    ["Place", PLACES[norm.place]],
  ];
}

function normOf(name: string, { layers, final_norm }: Structure): Norm | undefined {
  if (final_norm?.component === name) return final_norm;
  return layers.flatMap(({ norms }) => norms).find((norm) => norm.component === name);
}

function embedFacts(name: string, structure: Structure): Fact[] {
  if (name !== "pos_embed") return [["Vocabulary", `${grouped(structure.d_vocab)} tokens`]];
  return [["Positions", structure.n_ctx === null ? "without limit" : `up to ${grouped(structure.n_ctx)}`]];
}
