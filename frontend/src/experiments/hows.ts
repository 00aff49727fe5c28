// The ways in which the effect of a place can be found. Pure.
import { type Draft, EDGES, estimates, type How, STEPS } from "./starting";

/** A way with what it is called. */
export type Named = readonly [label: string, how: How];

/** The ways that a draft leaves open. Receivers are offered for what is selected on the map, and only what writes into
 * the stream has a way into them. */
export function howsOf(draft: Draft, selection: readonly string[]): readonly Named[] {
  const { what, put, how, over } = draft;
  if (what === EDGES) return [FINELY, ["estimated in 1 step", "estimated"]];
  if (put !== "prompt" || over !== null) return [PATCHED];
  const chosen = typeof how === "object" ? [how.into] : [];
  const receivers = SENDERS.has(what) ? new Set(["logits", ...selection.flatMap(partsOf), ...chosen]) : [];
  return [
    PATCHED,
    ...(estimates(draft) ? [ESTIMATED, FINELY] : []),
    ...Array.from(receivers, (into): Named => [`directly into ${into}`, { into }]),
  ];
}

const PATCHED: Named = ["patched", "patched"];
const ESTIMATED: Named = ["estimated first", "estimated"];
const FINELY: Named = [`estimated in ${STEPS} steps`, "finely"];

const SENDERS: ReadonlySet<string> = new Set([
  "z",
  "attn_out",
  "mlp_out",
  "resid_pre",
  "resid_mid",
  "resid_post",
  "embed",
  "pos_embed",
]);

function partsOf(component: string): string[] {
  if (/^L\d+H\d+$/.test(component)) return ["q", "k", "v"].map((part) => `${component}.${part}`);
  return /^mlp\.\d+$/.test(component) ? [component] : [];
}
