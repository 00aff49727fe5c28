import { type AnswerText, type Metric, TokenText } from "@trafolab/viz";
import { Fragment } from "react";
import { textOf } from "../acts/answers";
import { withoutAnswers } from "../model/metricWords";

/** The answers that a metric measures, with their spaces in sight: `John` and `·John` are two tokens. */
export function MeasuredTokens({ metric }: { metric: Metric }) {
  if (metric.answers.length === 0) return <>{withoutAnswers(metric)}</>;
  return (
    <>
      <Side answers={metric.answers} />
      {metric.distractors.length > 0 && (
        <>
          {" − "}
          <Side answers={metric.distractors} />
        </>
      )}
    </>
  );
}

function Side({ answers }: { answers: readonly AnswerText[] }) {
  return answers.map((answer, place) => (
    <Fragment key={answer.tokens.map(({ id }) => id).join(" ")}>
      {place > 0 && ", "}
      <TokenText text={textOf(answer)} />
    </Fragment>
  ));
}
