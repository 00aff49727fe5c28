import { compact } from "../../format";
import type { Composed } from "../../protocol/gen";
import { useLink } from "../link";

interface PairListProps {
  readonly largest: readonly Composed[];
  /** The score by chance; null where the numbers are told against it. */
  readonly chance: number | null;
}

/** The largest scores, a bar each, with a mark where chance ends. */
export function PairList({ largest, chance }: PairListProps) {
  const reach = largest.reduce((most, { score }) => Math.max(most, Math.abs(score)), 0) || 1;
  return (
    <section className="tf-token-bars tf-pair-list">
      <h4>
        {`The ${largest.length} largest`} <small>{chance === null ? "" : "dashed: by chance"}</small>
      </h4>
      <ol>
        {largest.map(({ sender, receiver, score }) => (
          <li key={`${sender} ${receiver}`}>
            <span className="tf-token-bars-name">
              <HeadName head={sender} /> <span className="tf-token-bars-arrow">→</span>{" "}
              <HeadName head={receiver} />
            </span>
            <span className="tf-token-bars-bar" aria-hidden="true">
              <i data-sign={score < 0 ? "-" : "+"} style={{ width: `${(Math.abs(score) / reach) * 100}%` }} />
              {chance !== null && <u style={{ left: `${(chance / reach) * 100}%` }} />}
            </span>
            <span className="tf-token-bars-value">{compact(score)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A head that can be selected. */
function HeadName({ head }: { head: string }) {
  const { select } = useLink();
  return (
    <button type="button" className="tf-head-name" onClick={() => select(head)}>
      {head}
    </button>
  );
}
