// What a metric measures, as an act says it again. Pure.
import type { AnswerText, Metric } from "@trafolab/viz";
import type { SetMetric } from "./records";

export type Kind = Metric["kind"];
/** A text, the id of a token, or the ids of several that follow each other. */
export type Said = string | number | number[];

/** Kinds that measure answers. */
export const ANSWERED: ReadonlySet<Kind> = new Set(["logit_diff", "logprob", "prob", "rank", "top_k"]);
/** Kinds that can take a set of answers together in either way. */
export const REDUCED: ReadonlySet<Kind> = new Set(["logit_diff", "logprob", "prob"]);

/** The act with everything that was not said as it usually is. */
export function setMetric(said: Partial<SetMetric>): SetMetric {
  return {
    kind: "set_metric",
    metric_kind: null,
    answer: null,
    distractor: null,
    over: "mean",
    k: null,
    position: -1,
    positions: null,
    function: null,
    pairs: null,
    minus: null,
    ...said,
  };
}

/** The act that chooses what is measured already. */
export function inForce(metric: Metric, byText: boolean): SetMetric {
  const { kind, over, k, position, positions } = metric;
  return setMetric({
    metric_kind: kind,
    answer: given(metric.answers.map((answer) => said(answer, byText))),
    distractor: given(metric.distractors.map((answer) => said(answer, byText))),
    over,
    k,
    position,
    positions,
    function: metric.function,
    pairs: metric.pairs,
    minus: metric.minus,
  });
}

/** One answer alone, several as a list. */
export function given(answers: readonly Said[]): SetMetric["answer"] {
  const [only] = answers;
  if (only === undefined) return null;
  return answers.length === 1 && !Array.isArray(only) ? only : [...answers];
}

/** By its text where that names it; the pieces of a character (`\xad`) and bare ids have only their numbers. */
export function said({ tokens, by_text }: AnswerText, byText: boolean): Said {
  const text = tokens.map((token) => token.text).join("");
  if (byText && by_text && text !== "" && !text.startsWith("<")) return text;
  const [only] = tokens;
  return tokens.length === 1 && only ? only.id : tokens.map(({ id }) => id);
}

/** All of it. */
export const textOf = ({ tokens }: AnswerText): string => tokens.map(({ text }) => text).join("");

/** Whether an answer is this one token. */
export const isToken = ({ tokens }: AnswerText, id: number): boolean =>
  tokens.length === 1 && tokens[0]?.id === id;

/** A token as an answer; the pieces of a character have no text that would name them. */
export const answerOf = (token: { id: number; text: string }): AnswerText => ({
  tokens: [token],
  by_text: !token.text.startsWith("\\"),
});
