// From what an intervention names to the components of the map that it touches. `docs` of the names: semantics of
// targets; short names, parts of heads, groups, neurons, hook names, and globs over all of these.
import type { Structure } from "@trafolab/viz";
import { components } from "./components";

/** Finds components by target; built once for a structure, then asked for each target. */
export type TargetIndex = (target: string) => readonly string[];

/** An index over all names of one model. */
export function targetIndex(structure: Structure): TargetIndex {
  const names = aliases(structure);
  const known = new Map<string, readonly string[]>();
  return (target) => {
    const found = known.get(target) ?? touched(names, target);
    known.set(target, found);
    return found;
  };
}

type Aliases = ReadonlyMap<string, readonly string[]>;

function touched(names: Aliases, target: string): readonly string[] {
  const exact = names.get(target) ?? names.get(withoutPart(target));
  if (exact) return exact;
  if (/[*?[]/.test(target)) return [...new Set(globbed(names, target))];
  const hook = hookComponent(target);
  return hook === null ? [] : (names.get(hook) ?? []);
}

/** `L1H6.pattern` and `mlp.3.n512` show at `L1H6` and `mlp.3`. */
function withoutPart(target: string): string {
  return target.replace(/^((?:L\d+(?:H|KV)\d+)|(?:\d+\.\d+)|(?:mlp\.\d+))\.\w+$/, "$1");
}

function globbed(names: Aliases, glob: string): string[] {
  const pattern = globPattern(glob);
  const short = [...names].filter(([name]) => pattern.test(name)).flatMap(([, found]) => found);
  if (short.length > 0 || !glob.includes(".")) return short;
  // A glob over parts of heads, `L1H*.pattern`.
  const head = globPattern(glob.slice(0, glob.lastIndexOf(".")));
  return [...names].filter(([name]) => head.test(name)).flatMap(([, found]) => found);
}

function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".").replace(/\[!/g, "[^")}$`);
}

function aliases(structure: Structure): Aliases {
  const names = new Map<string, readonly string[]>();
  for (const { name, kind, layer, head } of components(structure)) {
    names.set(name, [name]);
    if (kind === "head") names.set(`${layer}.${head}`, [name]);
  }
  for (const layer of structure.layers) {
    for (const [name, heads] of groups(layer.index, layer.attention)) names.set(name, heads);
    for (const hook of LAYER_HOOKS) {
      const full = `blocks.${layer.index}.${hook}`;
      const component = hookComponent(full);
      if (component !== null && names.has(component)) names.set(full, [component]);
    }
  }
  return names;
}

function groups(layer: number, attention: Structure["layers"][number]["attention"]): [string, string[]][] {
  const served = attention ? attention.n_heads / attention.n_key_value_heads : 1;
  if (!attention || served <= 1) return [];
  return Array.from({ length: attention.n_key_value_heads }, (_, group) => [
    `L${layer}KV${group}`,
    [`L${layer}KV${group}`, ...Array.from({ length: served }, (_, i) => `L${layer}H${group * served + i}`)],
  ]);
}

const LAYER_HOOKS = [
  ...["resid_pre", "resid_mid", "resid_post", "attn_out", "mlp_out"].map((name) => `hook_${name}`),
  ...["q", "k", "v", "z", "pattern", "attn_scores", "result"].map((name) => `attn.hook_${name}`),
  ...["pre", "post", "in", "out"].map((name) => `mlp.hook_${name}`),
  ...["ln1.hook_scale", "ln2.hook_scale", "ln1.hook_normalized", "ln2.hook_normalized"],
];

const HOOK_RULES: readonly (readonly [RegExp, string])[] = [
  [/^blocks\.(\d+)\.hook_(resid_pre|resid_mid|resid_post)$/, "$2.$1"],
  [/^blocks\.(\d+)\.(?:hook_)?(attn|mlp)(?:_out|_in|\..*)?$/, "$2.$1"],
  [/^blocks\.(\d+)\.hook_[qkv]_input$/, "attn.$1"],
  [/^blocks\.(\d+)\.(ln[12](?:_post)?)(?:\..*)?$/, "$2.$1"],
  [/^(?:hook_)?(embed|pos_embed|unembed|ln_final)(?:\..*)?$/, "$1"],
];

/** The component that a TransformerLens hook name belongs to; null for names of another kind. */
export function hookComponent(hook: string): string | null {
  for (const [pattern, name] of HOOK_RULES) {
    if (pattern.test(hook)) return hook.replace(pattern, name);
  }
  return null;
}
