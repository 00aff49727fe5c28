import { HeadGrid, Legend } from "@trafolab/viz";
import { useMemo } from "react";
import { FAINT, largestOf, ROUNDING } from "./differences";
import { PatternsCompared } from "./PatternsCompared";
import type { Compared } from "./useCompared";

/** Which heads look elsewhere, and where the chosen one looks in each state. */
export function HeadsCompared({
  compared,
  onSelect,
}: {
  compared: Compared;
  onSelect: (head: string) => void;
}) {
  const { data, change, patterns } = compared;
  const largest = useMemo(() => largestOf(change), [change]);
  const full = Math.max(largest, FAINT);
  if (data.reason !== null || data.head === null)
    return (
      <section className="compare-heads" aria-label="Attention patterns">
        <h3>Attention patterns</h3>
        <p className="dim">{data.reason ?? "This model has no attention patterns to compare."}</p>
      </section>
    );
  return (
    <section className="compare-heads" aria-label="Attention patterns">
      <h3>
        Attention patterns <small>{largest < ROUNDING ? "no head looks elsewhere" : "click a head"}</small>
        <Legend scale="sequential" domain={[0, full]} label="largest difference in a head" />
      </h3>
      <div className="compare-grid">
        <HeadGrid
          heads={data.heads}
          values={change}
          largest={full}
          selected={data.head}
          onSelect={onSelect}
          label="Largest difference of each head's pattern"
        />
      </div>
      {patterns && <PatternsCompared data={data} head={data.head} {...patterns} />}
    </section>
  );
}
