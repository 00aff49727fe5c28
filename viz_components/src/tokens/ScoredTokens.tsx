import { compact, signed } from "../format";
import { TokenText } from "./TokenText";
import { visibleText } from "./visibleText";

interface ScoredTokensProps {
  /** What they are, before the list. */
  readonly name: string;
  readonly tokens: readonly { readonly id: number; readonly token: string; readonly score: number }[];
  /** What the number of each is, in its title. */
  readonly unit: string;
}

/** Tokens with a number each, in a line that wraps. */
export function ScoredTokens({ name, tokens, unit }: ScoredTokensProps) {
  return (
    <div className="tf-scored">
      <span className="tf-scored-name">{name}</span>
      <ol aria-label={`${name}: ${unit}`}>
        {tokens.map(({ id, token, score }) => (
          <li key={id} title={`${visibleText(token)} (token ${id}): ${unit} ${compact(score)}`}>
            <TokenText text={token} />
            <small data-sign={score < 0 ? "-" : "+"}>{signed(score, 2)}</small>
          </li>
        ))}
      </ol>
    </div>
  );
}
