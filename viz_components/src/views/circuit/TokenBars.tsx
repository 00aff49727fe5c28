import { signedCompact } from "../../format";
import { TokenText } from "../../tokens/TokenText";
import { visibleText } from "../../tokens/visibleText";

export interface TokenBar {
  readonly id: number;
  readonly token: string;
  /** Of a pair: the other one. */
  readonly to?: { readonly id: number; readonly token: string };
  readonly value: number;
}

interface TokenBarsProps {
  readonly title: string;
  readonly bars: readonly TokenBar[];
  /** The value at which a bar is full. */
  readonly reach: number;
  /** What a click on a token means, and what it is called. */
  readonly onSelect?: ((id: number) => void) | undefined;
  readonly selects?: string | undefined;
}

/** Tokens, or pairs of them, with a number each as a bar. */
export function TokenBars({ title, bars, reach, onSelect, selects }: TokenBarsProps) {
  return (
    <section className="tf-token-bars">
      <h4>{title}</h4>
      <ol>
        {bars.map(({ id, token, to, value }) => (
          <li key={`${id} ${to?.id ?? ""}`} title={titleOf({ id, token }, to)}>
            <span className="tf-token-bars-name">
              {onSelect ? (
                <button
                  type="button"
                  className="tf-token-name"
                  title={`${selects} ${visibleText(token)}`}
                  onClick={() => onSelect(id)}
                >
                  <TokenText text={token} />
                </button>
              ) : (
                <TokenText text={token} />
              )}
              {to && <span className="tf-token-bars-arrow"> → </span>}
              {to && <TokenText text={to.token} />}
            </span>
            <span className="tf-token-bars-bar" aria-hidden="true">
              <i
                data-sign={value < 0 ? "-" : "+"}
                style={{ width: `${Math.min(1, Math.abs(value) / reach) * 100}%` }}
              />
            </span>
            <span className="tf-token-bars-value">{signedCompact(value)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

type Named = Pick<TokenBar, "id" | "token">;

function titleOf(...tokens: readonly (Named | undefined)[]): string {
  return tokens
    .flatMap((each) => (each ? [`${visibleText(each.token)} (token ${each.id})`] : []))
    .join(" → ");
}
