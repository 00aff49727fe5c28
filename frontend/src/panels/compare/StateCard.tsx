import type { CompareData } from "@trafolab/viz";
import { contrasted, signed } from "../../ui/numbers";
import { ComparedPrompt } from "./ComparedPrompt";
import { markedLines } from "./differences";
import { Swatch } from "./Swatch";

export type ComparedState = CompareData["a"];

interface StateCardProps {
  readonly side: "a" | "b";
  readonly state: ComparedState;
  readonly other: ComparedState;
}

/** Prompt, interventions and metric of one state; what the other lacks is marked. */
export function StateCard({ side, state, other }: StateCardProps) {
  const { name, prompt, metric, metric_label, code } = state;
  return (
    <section
      className="compare-card"
      data-testid={`state-${side}`}
      data-metric={metric ?? ""}
      aria-label={`State ${name}`}
    >
      <h3>
        <Swatch side={side} name={name} />
        <span className="compare-metric" title={metric_label}>
          {said(state, other)}
        </span>
      </h3>
      <ComparedPrompt prompt={prompt} other={other.prompt} />
      <Lines code={code} other={other.code} />
    </section>
  );
}

/** With the digits that the difference is said with, where both states measure the same. */
function said(state: ComparedState, other: ComparedState): string {
  if (state.metric === null) return "no number";
  const same = other.metric !== null && other.metric_label === state.metric_label;
  return same ? contrasted(state.metric, other.metric ?? 0).first : signed(state.metric);
}

function Lines({ code, other }: { code: readonly string[]; other: readonly string[] }) {
  if (code.length === 0) return <small>no interventions act</small>;
  return (
    <ul className="compare-lines">
      {markedLines(code, other).map(({ text, differs }) => (
        <li key={text} data-differs={differs ? "" : undefined}>
          <code title={differs ? "the other state has no such line" : undefined}>{text}</code>
        </li>
      ))}
    </ul>
  );
}
