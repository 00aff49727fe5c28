import { memo } from "react";
import { percent } from "../format";
import { TokenText } from "./TokenText";
import { visibleText } from "./visibleText";

/** What the strip needs to know of a token. */
export interface StripTokenData {
  id: number;
  text: string;
  /** It differs from the token of the clean prompt at the same position. */
  differs?: boolean | undefined;
}

interface StripTokenProps {
  index: number;
  token: StripTokenData;
  prob: number | undefined;
  plainProb: number | undefined;
  selected: boolean;
  hovered: boolean;
  /** Acts go to it. */
  brushed: boolean;
  /** It is the one that Tab reaches. */
  stop: boolean;
}

/** One token of the strip. Its events are handled by the strip, so that 1,000 of them stay cheap. */
export const StripToken = memo(function StripToken(props: StripTokenProps) {
  const { index, token, prob, plainProb, selected, hovered, brushed, stop } = props;
  return (
    <button
      type="button"
      role="option"
      className="tf-token"
      data-index={index}
      data-differs={token.differs ? "" : undefined}
      data-hovered={hovered ? "" : undefined}
      data-brushed={brushed ? "" : undefined}
      aria-selected={selected}
      aria-label={spoken(props)}
      tabIndex={stop ? 0 : -1}
      title={describe(props)}
    >
      <TokenText text={token.text} /> <sup>{index}</sup>
      <Underline prob={prob} plainProb={plainProb} />
    </button>
  );
});

function Underline({ prob, plainProb }: { prob: number | undefined; plainProb: number | undefined }) {
  if (prob === undefined || Number.isNaN(prob)) return null;
  const moved = plainProb !== undefined && Math.abs(plainProb - prob) > 0.005;
  return (
    <span className="tf-token-prob" aria-hidden="true">
      <i style={{ width: `${prob * 100}%` }} />
      {moved && <u style={{ left: `${plainProb * 100}%` }} />}
    </span>
  );
}

function spoken({ index, token, brushed }: StripTokenProps): string {
  const remarks = [token.differs && "differs", brushed && "acted on"].filter(Boolean);
  return [`${visibleText(token.text) || "∅"} ${index}`, ...remarks].join(", ");
}

function describe({ index, token, prob, plainProb }: StripTokenProps): string {
  const lines = [`position ${index}, token ${token.id}: ${visibleText(token.text)}`];
  if (prob !== undefined && !Number.isNaN(prob)) lines.push(`probability here ${percent(prob)}`);
  if (plainProb !== undefined && !Number.isNaN(plainProb))
    lines.push(`without interventions ${percent(plainProb)}`);
  return lines.join("\n");
}
