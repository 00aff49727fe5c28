// Names of a model's components, as `data-component` carries them, read off its structure.
import type { Layer, Structure } from "@trafolab/viz";

export type Kind = "head" | "group" | "attn" | "mlp" | "norm" | "resid" | "embed" | "unembed";

export interface Component {
  readonly name: string;
  readonly kind: Kind;
  readonly layer: number | null;
  /** For a head: its index in the layer. */
  readonly head: number | null;
}

/** Every component of the model, bottom to top. */
export function components(structure: Structure): Component[] {
  return [
    ...structure.embeddings.map((name) => part(name, "embed")),
    ...structure.layers.flatMap(layerParts),
    ...(structure.final_norm ? [part(structure.final_norm.component, "norm")] : []),
    part("unembed", "unembed"),
  ];
}

function part(name: string, kind: Kind, layer: number | null = null, head: number | null = null): Component {
  return { name, kind, layer, head };
}

function layerParts(layer: Layer): Component[] {
  const { index, attention, mlp, parallel, norms } = layer;
  const mid = attention && mlp && !parallel ? [part(`resid_mid.${index}`, "resid", index)] : [];
  return [
    part(`resid_pre.${index}`, "resid", index),
    ...norms.map((norm) => part(norm.component, "norm", index)),
    ...(attention ? [part(attention.component, "attn", index)] : []),
    ...heads(layer),
    ...groups(layer),
    ...mid,
    ...(mlp ? [part(mlp.component, "mlp", index)] : []),
    part(`resid_post.${index}`, "resid", index),
  ];
}

function heads({ index, attention }: Layer): Component[] {
  return Array.from({ length: attention?.n_heads ?? 0 }, (_, head) =>
    part(`L${index}H${head}`, "head", index, head),
  );
}

/** Groups of heads that share keys and values, where there are such. */
function groups({ index, attention }: Layer): Component[] {
  if (!attention || attention.n_key_value_heads === attention.n_heads) return [];
  return Array.from({ length: attention.n_key_value_heads }, (_, group) =>
    part(`L${index}KV${group}`, "group", index),
  );
}

/** What a person calls it: `Head 6 of layer 1`. */
export function spoken({ name, kind, layer, head }: Component): string {
  switch (kind) {
    case "head":
      return `Head ${head} of layer ${layer}`;
    case "group":
      return `Key-value group ${name.replace(/^.*KV/, "")} of layer ${layer}`;
    case "attn":
      return `Attention of layer ${layer}`;
    case "mlp":
      return `MLP of layer ${layer}`;
    case "resid":
      return `Residual stream, ${name}`;
    case "norm":
      return layer === null ? "Final norm" : `Norm ${name}`;
    case "embed":
      return name === "pos_embed" ? "Position embedding" : "Token embedding";
    case "unembed":
      return "Unembedding";
    default:
      return kind satisfies never;
  }
}

/** The component of this name; undefined where the model has none. */
export function findComponent(
  structure: Structure | undefined,
  name: string | undefined,
): Component | undefined {
  if (!structure || name === undefined) return undefined;
  return components(structure).find((component) => component.name === name);
}

const kinds = new WeakMap<Structure, ReadonlyMap<string, Kind>>();

/** What kind of component a name is; undefined where the model has none of it. */
export function kindOf(structure: Structure | undefined, name: string): Kind | undefined {
  if (!structure) return undefined;
  const known = kinds.get(structure) ?? new Map(components(structure).map((each) => [each.name, each.kind]));
  kinds.set(structure, known);
  return known.get(name);
}
