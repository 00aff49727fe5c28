import { percent, signed } from "../../format";
import type { CircuitPair, CircuitVocabulary } from "../../protocol/gen";
import type { Tensor } from "../../tensor";
import { EigenPlane } from "./EigenPlane";
import { TokenBars } from "./TokenBars";

interface OverVocabularyProps {
  readonly vocabulary: CircuitVocabulary;
  readonly eigenvalues: Tensor | undefined;
  readonly d_vocab: number;
  readonly k: number;
  readonly words: CircuitWords;
}

/** What the parts of a circuit are called. */
export interface CircuitWords {
  /** What Σλ / Σ|λ| is, and what its ends mean. */
  readonly positive: string;
  readonly positiveMeans: string;
  /** What it is that a token's own entry is among the largest of its row. */
  readonly own: string;
  readonly largest: string;
  readonly smallest: string;
}

/** What a circuit does over all tokens: two figures, its eigenvalues, and the pairs at its ends. */
export function OverVocabulary({ vocabulary, eigenvalues, d_vocab, k, words }: OverVocabularyProps) {
  const { positive, own_in_top, largest, smallest, n_rows, n_spanned } = vocabulary;
  const reach =
    [...largest, ...smallest].reduce((most, { value }) => Math.max(most, Math.abs(value)), 0) || 1;
  return (
    <div className="tf-circuit">
      <div className="tf-circuit-head">
        <dl className="tf-circuit-figures">
          <div title={words.positiveMeans}>
            <dt>{words.positive}</dt>
            <dd>{signed(positive, 3)}</dd>
            <small>{words.positiveMeans}</small>
          </div>
          <div>
            <dt>{`${words.own} (top ${k})`}</dt>
            <dd>{percent(own_in_top)}</dd>
            <small>{`of ${counted(n_rows, d_vocab)}`}</small>
          </div>
        </dl>
        <EigenPlane eigenvalues={eigenvalues} label="Eigenvalues" />
      </div>
      {n_spanned < d_vocab && (
        <small className="tf-view-note">{`Eigenvalues are estimated from ${counted(n_spanned, d_vocab)}.`}</small>
      )}
      <div className="tf-circuit-ends">
        <TokenBars title={words.largest} bars={largest.map(barOf)} reach={reach} />
        <TokenBars title={words.smallest} bars={smallest.map(barOf)} reach={reach} />
      </div>
    </div>
  );
}

function counted(n: number, all: number): string {
  const [some, whole] = [n, all].map((each) => each.toLocaleString("en"));
  return n < all ? `${some} tokens drawn from ${whole}` : `all ${whole} tokens`;
}

function barOf({ row, row_id, col, col_id, value }: CircuitPair) {
  return { id: row_id, token: row, to: { id: col_id, token: col }, value };
}
