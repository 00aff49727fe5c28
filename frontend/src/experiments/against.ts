// What a metric may be once there is a counterfactual: its own first prediction in the place of the runner-up. Pure.
import { type ContrastsData, type Metric, plainText, visibleText } from "@trafolab/viz";
import { answerOf, said, setMetric } from "../acts/answers";
import type { SetMetric } from "../acts/records";

export interface Suggestion {
  /** `Hart − Carroll` */
  readonly label: string;
  readonly action: SetMetric;
}

/** The clean run's first prediction against that of a counterfactual's run, the first where `source` names none; null
 * where both predict the same, where that is measured already, and where a person has chosen what is measured. */
export function againstOther(
  { clean, others }: ContrastsData,
  source: string | null,
  metric: Metric | null,
  byText: boolean,
): Suggestion | null {
  const other = others.find(({ prompt }) => prompt === source) ?? others[0];
  if (!other || other.id === clean.id || !metric?.automatic) return null;
  const [answer, distractor] = [clean, other].map(({ id, token }) => answerOf({ id, text: token }));
  if (!answer || !distractor || metric.distractors.some(({ tokens }) => tokens[0]?.id === other.id))
    return null;
  return {
    label: [clean, other].map(({ token }) => plainText(token.trim() || visibleText(token))).join(" − "),
    action: setMetric({
      metric_kind: "logit_diff",
      answer: said(answer, byText),
      distractor: said(distractor, byText),
    }),
  };
}
