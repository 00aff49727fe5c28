// A saved state in few words. Pure.
import { type CoreRecord, type Metric, plainText } from "@trafolab/viz";
import { measuredText } from "../../model/metricWords";
import { counted } from "../../ui/numbers";

/** The clean prompt as it was given. */
export function promptText(clean: CoreRecord["clean"]): string {
  if (!clean) return "no prompt";
  return clean.kind === "text" ? plainText(clean.text) : `[${clean.ids.join(", ")}]`;
}

/** `2 interventions`, with those that are switched off. */
export function held({ interventions }: Pick<CoreRecord, "interventions">): string {
  const off = interventions.filter(({ enabled }) => !enabled).length;
  const words = counted(interventions.length, "intervention").replace(/^0/, "no");
  return off > 0 ? `${words}, ${off} off` : words;
}

/** `·Hart − ·Carroll`; for others than differences with what is measured of the token. */
export function measured(metric: Metric | null): string {
  if (!metric) return "no metric";
  const text = measuredText(metric, 16);
  return `${KINDS[metric.kind](metric)} ${text}`.trim();
}

const KINDS: Record<Metric["kind"], (metric: Metric) => string> = {
  logit_diff: () => "",
  logprob: () => "log-prob. of",
  prob: () => "prob. of",
  rank: () => "rank of",
  top_k: ({ k }) => `top ${k ?? 1} has`,
  kl: () => "",
  loss: () => "loss",
  function: () => "",
};
