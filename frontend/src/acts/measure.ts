// A prediction that was pointed out becomes the metric's answer, or what the answer is measured against.
import type { AnswerText, Metric, Prediction } from "@trafolab/viz";
import { ANSWERED, answerOf, given, isToken, REDUCED, said, setMetric } from "./answers";
import type { SetMetric } from "./records";

export type Role = "answer" | "distractor";

/** Where a prediction was read, and whether the model's tokens can be named by their text. */
interface Reading {
  readonly position: number;
  readonly byText: boolean;
}

interface Named {
  readonly kind: Metric["kind"];
  readonly answers: readonly AnswerText[];
  readonly distractors: readonly AnswerText[];
}

/**
 * The act that measures a prediction in this role, where it was read; null for a token against itself. What stands on
 * the other side stays, or changes places with it where it was this one. Without answers it is a log-probability.
 */
export function measuring(
  metric: Metric | null,
  { id, token }: Pick<Prediction, "id" | "token">,
  role: Role,
  { position, byText }: Reading,
): SetMetric | null {
  const picked = answerOf({ id, text: token });
  // Over pairs the answers are each pair's own: what is pointed out is of this prompt.
  const answered = metric && metric.pairs === null && ANSWERED.has(metric.kind) ? metric : null;
  const named = role === "answer" ? asAnswer(answered, picked, id) : asDistractor(answered, picked, id);
  if (!named) return null;
  return setMetric({
    metric_kind: named.kind,
    answer: given(named.answers.map((answer) => said(answer, byText))),
    distractor: given(named.distractors.map((answer) => said(answer, byText))),
    over: answered && REDUCED.has(named.kind) ? answered.over : "mean",
    k: named.kind === "top_k" ? (answered?.k ?? null) : null,
    position,
  });
}

function asAnswer(metric: Metric | null, picked: AnswerText, id: number): Named {
  if (!metric) return { kind: "logprob", answers: [picked], distractors: [] };
  const others = metric.distractors.filter((answer) => !isToken(answer, id));
  const against = others.length > 0 ? others : metric.answers;
  return { kind: metric.kind, answers: [picked], distractors: metric.kind === "logit_diff" ? against : [] };
}

function asDistractor(metric: Metric | null, picked: AnswerText, id: number): Named | null {
  if (!metric) return asAnswer(null, picked, id);
  const others = metric.answers.filter((answer) => !isToken(answer, id));
  const answers = others.length > 0 ? others : metric.distractors;
  return answers.length > 0 ? { kind: "logit_diff", answers, distractors: [picked] } : null;
}
