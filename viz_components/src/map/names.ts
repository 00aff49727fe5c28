import type { Layer, Norm, Structure } from "../protocol/gen";
import type { Box } from "./layout/types";

const PLACES: Record<Norm["place"], string> = {
  before_attention: "before attention",
  after_attention: "after attention",
  before_mlp: "before the MLP",
  after_mlp: "after the MLP",
  final: "before the unembedding",
};
const STREAM: Record<string, string> = { resid_pre: "before", resid_mid: "inside", resid_post: "after" };
const ENDS: Record<string, string> = {
  embed: "Token embedding",
  pos_embed: "Position embedding",
  unembed: "Unembedding",
};

/** What a component is, in words: "Head 6 of layer 1". */
export function componentName(box: Box, structure: Structure): string {
  const { component, kind, layer } = box;
  const number = component.replace(/^L\d+\D+/, "");
  switch (kind) {
    case "head":
      return `Head ${number} of layer ${layer}`;
    case "kv":
      return `Key-value group ${number} of layer ${layer}${served(Number(number), layerOf(structure, layer))}`;
    case "attn":
      return `Attention of layer ${layer}`;
    case "mlp":
      return `MLP of layer ${layer}`;
    case "norm":
      return normName(component, layer, structure);
    case "resid":
      return `Residual stream ${STREAM[component.split(".")[0] ?? ""] ?? "at"} layer ${layer}`;
    case "embed":
    case "unembed":
      return ENDS[component] ?? component;
  }
}

/** The accessible name: what it is, its states with where they hold if not everywhere, a remark. */
export function accessibleName(
  name: string,
  states: readonly string[],
  remark: string | undefined,
  where: Readonly<Record<string, string>> = {},
): string {
  const words = states.map((state) => stateIn(state, where[state]));
  return [name, ...words, ...(remark ? [remark] : [])].join(", ");
}

/** `ablated`, or `ablated at ·Hart (5)`. */
export function stateIn(state: string, where: string | undefined): string {
  const words = state.replaceAll("-", " ");
  return where === undefined ? words : `${words} ${where}`;
}

function layerOf({ layers }: Structure, index: number | null): Layer | undefined {
  return layers.find((layer) => layer.index === index);
}

function served(group: number, layer: Layer | undefined): string {
  if (!layer?.attention) return "";
  const size = layer.attention.n_heads / layer.attention.n_key_value_heads;
  return size <= 1 ? "" : `, heads ${group * size} to ${(group + 1) * size - 1}`;
}

function normName(component: string, layer: number | null, structure: Structure): string {
  const norms = [
    ...(layerOf(structure, layer)?.norms ?? []),
    ...(structure.final_norm ? [structure.final_norm] : []),
  ];
  const norm = norms.find((candidate) => candidate.component === component);
  if (!norm) return `Norm ${component}`;
  const kind = norm.kind === "RMS" ? "RMS norm" : "Layer norm";
  return layer === null ? `${kind} ${PLACES[norm.place]}` : `${kind} ${PLACES[norm.place]} of layer ${layer}`;
}
