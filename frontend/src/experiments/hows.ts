// The ways in which the effect of a place can be found. Pure.
import { type Draft, EDGES, estimable, estimates, type How, STEPS } from "./starting";

/** A way with what it is called. */
export type Named = readonly [label: string, how: How];

/** The ways that a draft leaves open. Receivers are offered for what is selected on the map, and only what writes into
 * the stream has a way into them. */
export function howsOf(draft: Draft, selection: readonly string[]): readonly Named[] {
  const { what, put, how } = draft;
  if (what === EDGES) return [FINELY, ["estimated in 1 step", "estimated"]];
  if (put !== "prompt") return [PATCHED];
  const single = SENDERS.has(what) ? receiversOf(draft, selection).map((each) => [each]) : [];
  const several = typeof how === "object" && how.into.length > 1 && SENDERS.has(what) ? [how.into] : [];
  return [
    PATCHED,
    ...(estimates(draft) && estimable(draft) ? [ESTIMATED, FINELY] : []),
    ...[...single, ...several].map((into): Named => [`paths into ${into.join(", ")}`, { into }]),
  ];
}

/** What paths may lead into: the logits, the parts of what is selected, and what was chosen before. */
export function receiversOf({ how }: Pick<Draft, "how">, selection: readonly string[]): readonly string[] {
  const chosen = typeof how === "object" ? how.into : [];
  return [...new Set(["logits", ...selection.flatMap(partsOf), ...chosen])];
}

/** The same way with one receiver more, or without it; the last one stays. */
export function withReceiver(into: readonly string[], receiver: string): How {
  const others = into.filter((each) => each !== receiver);
  if (others.length === into.length) return { into: [...into, receiver] };
  return { into: others.length > 0 ? others : into };
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
