// A saved state in few words. Pure.
import { type CoreRecord, type Metric, plainText, visibleText } from "@trafolab/viz";
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
  const { kind, answer, distractor } = metric;
  const token = visibleText(answer.text, 16);
  if (kind === "logit_diff") return distractor ? `${token} − ${visibleText(distractor.text, 16)}` : token;
  return `${KINDS[kind]} ${token}`;
}

const KINDS: Record<Metric["kind"], string> = {
  logit_diff: "logit of",
  logprob: "log-prob. of",
  prob: "prob. of",
  rank: "rank of",
};
