import { type CompareData, PairedBars, TokenText } from "@trafolab/viz";
import { useReadPosition } from "../../app/useReadPosition";
import { signed } from "../../ui/numbers";
import { type ComparedState, StateCard } from "./StateCard";
import { shortName } from "./Swatch";

/** Prompt, interventions, metric and predictions of both states, with what differs marked. */
export function StatesCompared({ data }: { data: CompareData }) {
  const { a, b, rows, position } = data;
  const { asked } = useReadPosition();
  const here = a.prompt[position];
  const there = b.prompt[positionInB(data, asked)];
  return (
    <div className="compare-states">
      <StateCard side="a" state={a} other={b} />
      <StateCard side="b" state={b} other={a} />
      <Change a={a} b={b} />
      <section aria-label="Predictions of both states">
        <h3>
          Predictions{" "}
          <small>
            after <Read prompt={a.prompt} position={position} />
            {here !== there && (
              <>
                {" | "}
                <Read prompt={b.prompt} position={positionInB(data, asked)} />
              </>
            )}
          </small>
        </h3>
        <PairedBars rows={rows} names={[a.name, b.name]} />
      </section>
    </div>
  );
}

/** From the end where it was asked for so, else from the beginning. */
function positionInB({ a, b, position }: CompareData, asked: number): number {
  const index = asked < 0 ? position - a.prompt.length + b.prompt.length : position;
  return Math.max(0, Math.min(index, b.prompt.length - 1));
}

function Read({ prompt, position }: { prompt: readonly string[]; position: number }) {
  return (
    <>
      <span className="mono">
        <TokenText text={prompt[position] ?? ""} />
      </span>{" "}
      ({position})
    </>
  );
}

/** The metric's difference, where both states measure the same. */
function Change({ a, b }: { a: ComparedState; b: ComparedState }) {
  if (a.metric === null || b.metric === null) return null;
  if (a.metric_label !== b.metric_label) {
    const measures = [a, b].map(({ metric_label }) => metric_label).join(" and ");
    return <p className="compare-change dim">The states measure different things: {measures}.</p>;
  }
  const change = a.metric - b.metric;
  const still = Math.abs(change) < 0.005;
  return (
    <p className="compare-change">
      <span className="dim">{`${a.metric_label}, ${shortName(a.name)} − ${shortName(b.name)}`}</span>{" "}
      <b
        className="metric-change"
        data-testid="compared-metric"
        data-value={change}
        data-sign={still ? "0" : change > 0 ? "+" : "-"}
      >
        {still ? "±0" : signed(change)}
      </b>
    </p>
  );
}
