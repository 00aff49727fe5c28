import { type Metric, plainText } from "@trafolab/viz";
import { Fragment } from "react";
import { useLab } from "../../app/context";
import { MeasuredTokens } from "../../ui/MeasuredTokens";
import { contrasted } from "../../ui/numbers";
import type { ComparedState } from "./StateCard";
import { Swatch, shortName } from "./Swatch";

interface MetricsComparedProps {
  readonly a: ComparedState;
  readonly b: ComparedState;
}

/** The metric's difference, where both states measure the same. */
export function MetricsCompared({ a, b }: MetricsComparedProps) {
  if (a.metric === null || b.metric === null) return null;
  if (a.metric_label !== b.metric_label) return <Different a={a} b={b} />;
  const { change, sign } = contrasted(a.metric, b.metric);
  return (
    <p className="compare-change">
      <span className="dim">
        <Measured state={a} />
        {`, ${shortName(a.name)} − ${shortName(b.name)}`}
      </span>{" "}
      <b
        className="metric-change"
        data-testid="compared-metric"
        data-value={a.metric - b.metric}
        data-sign={sign}
      >
        {change}
      </b>
    </p>
  );
}

function Different({ a, b }: MetricsComparedProps) {
  return (
    <p className="compare-measures dim">
      The states measure different things:{" "}
      {(
        [
          ["a", a],
          ["b", b],
        ] as const
      ).map(([side, state]) => (
        <Fragment key={side}>
          <span>
            <Swatch side={side} name={state.name} /> <Measured state={state} />
          </span>{" "}
        </Fragment>
      ))}
    </p>
  );
}

/** What a state measures: by its tokens where they are known, which a saved state and the one of now have. */
function Measured({ state: { name, metric_label } }: { state: ComparedState }) {
  const metric = useLab(({ state }): Metric | null => {
    const saved = state?.saved.find((each) => each.name === name);
    return saved ? saved.core.metric : (state?.metric ?? null);
  });
  return (
    <span className="mono">{metric ? <MeasuredTokens metric={metric} /> : plainText(metric_label)}</span>
  );
}
