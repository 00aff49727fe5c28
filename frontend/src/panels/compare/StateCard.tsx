import { type CompareData, TokenText } from "@trafolab/viz";
import { signed } from "../../ui/numbers";
import { markedLines, markedTokens } from "./differences";
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
          {metric === null ? "no number" : signed(metric)}
        </span>
      </h3>
      <p className="compare-prompt mono">
        {markedTokens(prompt, other.prompt).map(({ text, differs }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token's identity is its position
          <span key={i} data-differs={differs ? "" : undefined}>
            <TokenText text={text} />
          </span>
        ))}
      </p>
      <Lines code={code} other={other.code} />
    </section>
  );
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
