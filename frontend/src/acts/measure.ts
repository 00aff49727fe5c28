// A prediction that was pointed out becomes the metric's answer, or what the answer is measured against.
import type { Metric, Prediction } from "@trafolab/viz";
import type { SetMetric } from "./records";

export type Role = "answer" | "distractor";

/** Where a prediction was read, and whether the model's tokens can be named by their text. */
interface Reading {
  readonly position: number;
  readonly byText: boolean;
}

type Named = Pick<SetMetric, "answer" | "distractor" | "metric_kind">;
type Token = Pick<Metric["answer"], "id" | "text">;

/**
 * The act that measures a prediction in this role, where it was read; null for a token against itself. The other
 * token stays, or changes places with it where it was this one. Without a metric an answer alone is a log-probability.
 */
export function measuring(
  metric: Metric | null,
  { id, token }: Pick<Prediction, "id" | "token">,
  role: Role,
  { position, byText }: Reading,
): SetMetric | null {
  const picked = { id, text: token };
  const named = role === "answer" ? asAnswer(metric, picked, byText) : asDistractor(metric, picked, byText);
  return named && { kind: "set_metric", ...named, position };
}

function asAnswer(metric: Metric | null, picked: Token, byText: boolean): Named {
  const { kind, answer, distractor } = metric ?? { kind: "logprob", answer: null, distractor: null };
  const against = kind === "logit_diff" && distractor?.id === picked.id ? answer : distractor;
  return {
    metric_kind: kind,
    answer: said(picked, byText),
    distractor: kind === "logit_diff" && against ? said(against, byText) : null,
  };
}

function asDistractor(metric: Metric | null, picked: Token, byText: boolean): Named | null {
  if (!metric) return asAnswer(null, picked, byText);
  const answer = metric.answer.id === picked.id ? metric.distractor : metric.answer;
  if (!answer) return null;
  return { metric_kind: "logit_diff", answer: said(answer, byText), distractor: said(picked, byText) };
}

/** The act that chooses what is measured already. */
export function inForce({ kind, answer, distractor, position }: Metric, byText: boolean): SetMetric {
  return {
    kind: "set_metric",
    metric_kind: kind,
    answer: said(answer, byText),
    distractor: distractor && said(distractor, byText),
    position,
  };
}

/** A token by its text where that names it; the pieces of a character (`\xad`) and bare ids have only their number. */
function said({ id, text }: Token, byText: boolean): string | number {
  return byText && text !== "" && !text.startsWith("\\") && !text.startsWith("<") ? text : id;
}

/** The part that a token has in what is measured at the position that is read. */
export function rolesOf(metric: Metric | null): ReadonlyMap<number, Role> {
  const roles = new Map<number, Role>();
  if (metric?.distractor) roles.set(metric.distractor.id, "distractor");
  if (metric) roles.set(metric.answer.id, "answer");
  return roles;
}
