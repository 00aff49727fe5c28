// A metric in words. Pure.
import { type AnswerText, type Metric, visibleText } from "@trafolab/viz";
import { REDUCED, textOf } from "../acts/answers";

export type Kind = Metric["kind"];

export const KIND_WORDS: Record<Kind, string> = {
  logit_diff: "logit difference",
  logprob: "log-probability",
  prob: "probability",
  rank: "rank",
  top_k: "among the top",
  kl: "divergence",
  loss: "loss",
  function: "function",
};

/** What is measured of the answers: `mean probability`, `probability of any of`, `among the top 5`. */
export function kindWords({ kind, k, over, answers, distractors }: Metric): string {
  const words = KIND_WORDS[kind];
  if (kind === "top_k") return `${words} ${k ?? 1}`;
  const set = answers.length > 1 || distractors.length > 1;
  if (!set || !(kind === "rank" || REDUCED.has(kind))) return words;
  if (over === "mean") return `mean ${words}`;
  return kind === "logit_diff" ? `${words} (logsumexp)` : `${words} of any of`;
}

/** What stands in the place of answers where there are none. */
export function withoutAnswers({ kind, positions, function: called, pairs, minus }: Metric): string {
  if (pairs !== null) return overWords(pairs, minus);
  if (kind === "kl") return "KL(plain ‖ live)";
  if (kind === "function") return called?.name ?? "";
  return kind === "loss" && positions ? `at ${positions.join(", ")}` : "";
}

/** Over which sets of pairs a mean is taken: `mean over names`, `gap of women to men`. */
export function overWords(pairs: string, minus: string | null): string {
  return minus === null ? `mean over ${pairs}` : `gap of ${pairs} to ${minus}`;
}

/** `·Hart, ·Smith − ·Carroll`, with spaces in sight. */
export function measuredText(metric: Metric, longest = 32): string {
  if (metric.answers.length === 0) return withoutAnswers(metric);
  return [metric.answers, metric.distractors]
    .filter((side) => side.length > 0)
    .map((side) => side.map((answer) => shown(answer, longest)).join(", "))
    .join(" − ");
}

const shown = (answer: AnswerText, longest: number) => visibleText(textOf(answer), longest);
