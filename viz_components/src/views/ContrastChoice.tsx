import { TokenChoice } from "../controls/TokenChoice";
import type { AnswerToken, Contrasted } from "../protocol/gen";
import { TokenText } from "../tokens/TokenText";

interface ContrastChoiceProps {
  readonly contrast: Contrasted;
  /** What was asked for; null for the metric's. */
  readonly answer: number | string | null;
  readonly change: (params: { answer: number | string | null; distractor: number | string | null }) => void;
}

/** Which tokens' logits are compared: an answer, less a distractor unless there is none. */
export function ContrastChoice({ contrast, answer: asked, change }: ContrastChoiceProps) {
  const { answers, distractors, offered, problem } = contrast;
  const [answer = null] = answers;
  const [distractor = null] = distractors;
  return (
    <>
      <TokenChoice
        label="answer"
        chosen={answer}
        offered={offered}
        onChange={(token) => change({ answer: token, distractor: distractor?.id ?? null })}
      />
      <TokenChoice
        label="−"
        chosen={distractor}
        offered={offered}
        none="nothing"
        onChange={(token) => change({ answer: answer?.id ?? null, distractor: token })}
      />
      {asked !== null && (
        <button type="button" className="tf-quiet" onClick={() => change({ answer: null, distractor: null })}>
          the metric's
        </button>
      )}
      {problem !== null && (
        <small className="tf-view-problem" role="status">
          {problem}
        </small>
      )}
    </>
  );
}

/** `Hart − Carroll`; of several tokens their mean. */
export function ContrastName({ contrast: { answers, distractors } }: { contrast: Contrasted }) {
  return (
    <span className="tf-mono">
      <Side tokens={answers} />
      {distractors.length > 0 && (
        <>
          {" − "}
          <Side tokens={distractors} />
        </>
      )}
    </span>
  );
}

function Side({ tokens }: { tokens: readonly AnswerToken[] }) {
  if (tokens.length === 1) return <TokenText text={tokens[0]?.text ?? ""} />;
  return (
    <>
      mean(
      {tokens.map(({ id, text }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <TokenText text={text} />
        </span>
      ))}
      )
    </>
  );
}
