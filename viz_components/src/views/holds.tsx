import { useMemo } from "react";
import { DivergingBars } from "../bars/DivergingBars";
import { compact } from "../format";
import type { HeldTokens } from "../protocol/gen";
import { ScoredTokens } from "../tokens/ScoredTokens";
import { PointNote, PointRuns } from "./AtPoint";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"holds">;

/** What the stream points at: tokens by their rows, and the named directions. */
function Holds(props: Props) {
  const { data } = props;
  return (
    <>
      <div className="tf-view-controls">
        <PointRuns {...props} />
      </div>
      <PointNote data={data} />
      {data.norm > 0 ? (
        <>
          {data.tokens.map((tokens) => (
            <Tokens key={tokens.space} {...tokens} />
          ))}
          <Directions {...props} />
        </>
      ) : (
        <p className="tf-view-note">A stream of zeros points nowhere.</p>
      )}
    </>
  );
}

const SPACES = {
  unembed: "In the unembedding, through the final norm",
  embed: "In the embedding",
};

function Tokens({ space, nearest, opposite }: HeldTokens) {
  return (
    <section className="tf-view-text" aria-label={SPACES[space]}>
      <h4>{SPACES[space]}</h4>
      <ScoredTokens name="toward" tokens={nearest} unit="cosine" />
      <ScoredTokens name="away from" tokens={opposite} unit="cosine" />
    </section>
  );
}

/** By their cosines. */
function Directions({ data: { directions } }: Props) {
  const bars = useMemo(
    () =>
      directions.map(({ name, cosine, projection }) => ({
        name,
        value: cosine,
        label: <span title={`${compact(projection)} along it`}>{name}</span>,
      })),
    [directions],
  );
  return (
    <section className="tf-view-text" aria-label="Named directions">
      <h4>Named directions</h4>
      {bars.length > 0 ? (
        <>
          <DivergingBars bars={bars} label="Cosine with each named direction" />
          <small className="tf-view-note">
            cosine; length along {directions.length === 1 ? "it" : "the first"}{" "}
            {compact(directions[0]?.projection ?? 0)}
          </small>
        </>
      ) : (
        <small className="tf-view-note">There is none yet: make one with lab.direction(…).</small>
      )}
    </section>
  );
}

export const holds: View<"holds"> = {
  title: "Holds",
  subjects: ["resid"],
  ask: ({ component, position }) => ({
    point: component === "" ? null : component,
    position,
    run: "live",
    against: null,
    k: 8,
  }),
  Component: Holds,
};
