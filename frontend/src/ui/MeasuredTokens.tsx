import { type Metric, TokenText } from "@trafolab/viz";

/** The tokens that a metric measures, with their spaces in sight: `John` and `·John` are two tokens. */
export function MeasuredTokens({ metric: { answer, distractor } }: { metric: Metric }) {
  return (
    <>
      <TokenText text={answer.text} />
      {distractor && (
        <>
          {" − "}
          <TokenText text={distractor.text} />
        </>
      )}
    </>
  );
}
