import { useMemo } from "react";
import { NumberField } from "../controls/NumberField";
import { Select } from "../controls/Select";
import { compact, percent } from "../format";
import { Legend } from "../Legend";
import { AblateNeuron } from "../neurons/AblateNeuron";
import { Histogram } from "../neurons/Histogram";
import type { NeuronOver } from "../protocol/gen";
import { numbers } from "../tensor";
import { ColouredText } from "../tokens/ColouredText";
import { ScoredTokens } from "../tokens/ScoredTokens";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"neuron">;

/** One neuron: along the text, over other texts, and what tokens it stands for. */
function Neuron(props: Props) {
  const { data, change } = props;
  return (
    <>
      <div className="tf-view-controls">
        <NumberField
          label="neuron"
          value={data.neuron}
          least={0}
          most={data.n_neurons - 1}
          onChange={(neuron) => change({ mlp: data.mlp, neuron })}
        />
        <button type="button" className="tf-link" onClick={() => change({ neuron: null })}>
          most active here
        </button>
        <AblateNeuron name={data.name} />
        <Select
          label="examples of"
          value={data.over.name}
          options={data.sets.map((name) => [name, name])}
          onChange={(over) => change({ over })}
        />
      </div>
      <Along {...props} />
      <StandsFor {...props} />
      <Elsewhere {...props} />
    </>
  );
}

/** On the prompt; beside it what it would be without interventions. */
function Along({ data, tensors }: Props) {
  const { pointed, point, position, read } = useLink();
  const { live, plain } = tensors;
  const values = useMemo(() => (live ? numbers(live) : new Float32Array()), [live]);
  const before = useMemo(() => (plain ? numbers(plain) : new Float32Array()), [plain]);
  const reach = useMemo(() => reachOf(values, before), [values, before]);
  const at = pointed?.query ?? data.position;
  const domain = [-reach, reach] as const;
  return (
    <>
      <ColouredText
        tokens={data.tokens}
        values={values}
        scale="diverging"
        domain={domain}
        label={`Activation of ${data.name} along the text`}
        focus={position}
        hovered={pointed?.query ?? null}
        onHover={(query) => point(query === null ? null : { query, key: null })}
        onSelect={read}
      />
      <footer className="tf-view-foot">
        <Legend scale="diverging" domain={domain} label={`activation of ${data.name}`} />
        <output className="tf-mono">
          {`at ${at}: ${compact(values[at] ?? Number.NaN)} live, ${compact(before[at] ?? Number.NaN)} plain`}
        </output>
      </footer>
    </>
  );
}

/** By the weights. */
function StandsFor({ data: { stands_for: tokens, position } }: Props) {
  const before = "before the non-linearity";
  const logit = `logit for each unit, at ${position}`;
  return (
    <section className="tf-view-text" aria-label="Tokens that it stands for">
      {tokens.gate.length > 0 && (
        <ScoredTokens name="opened by" tokens={tokens.gate} unit={`gate, ${before}`} />
      )}
      <ScoredTokens name="reads" tokens={tokens.inputs} unit={before} />
      <ScoredTokens name="against" tokens={tokens.inputs_against} unit={before} />
      <ScoredTokens name="adds to" tokens={tokens.promoted} unit={logit} />
      <ScoredTokens name="takes from" tokens={tokens.suppressed} unit={logit} />
    </section>
  );
}

/** Over a set of texts. */
function Elsewhere({ data, tensors }: Props) {
  const { over, position } = data;
  const here = tensors.live ? (numbers(tensors.live)[position] ?? null) : null;
  return (
    <section className="tf-view-text" aria-label={`Over ${over.name}`}>
      <h4>{`Over ${over.n_tokens} tokens of ${over.n_texts} ${over.n_texts === 1 ? "text" : "texts"} (${over.name})`}</h4>
      <small className="tf-view-note">{`above zero at ${percent(over.positive)} of them; bars: tokens, log scale`}</small>
      <Histogram
        counts={over.counts}
        low={over.low}
        high={over.high}
        mark={here}
        markName={`here (${position})`}
        label={`Activations of ${data.name} over ${over.name}`}
      />
      <Examples over={over} name={data.name} />
    </section>
  );
}

function Examples({ over, name }: { over: NeuronOver; name: string }) {
  const reach = Math.max(Math.abs(over.low), Math.abs(over.high));
  return (
    <ol className="tf-examples" aria-label={`Texts in which ${name} is largest`}>
      {over.examples.map((example, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: texts have no names
        <li key={index}>
          <b>{compact(example.activations[example.at] ?? Number.NaN)}</b>
          <ColouredText
            tokens={example.tokens}
            values={example.activations}
            scale="diverging"
            domain={[-reach, reach]}
            first={example.first}
            focus={example.at}
            label={`Text ${index + 1}`}
          />
        </li>
      ))}
    </ol>
  );
}

function reachOf(...all: readonly Float32Array[]): number {
  let most = 0;
  for (const values of all) for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most || 1;
}

export const neuron: View<"neuron"> = {
  title: "Neuron",
  subjects: ["mlp"],
  ask: ({ component, position }) => ({
    mlp: component,
    neuron: null,
    position,
    over: null,
    examples: 6,
    window: 10,
    bins: 40,
    tokens: 8,
  }),
  // A number is a neuron of one MLP, and means nothing in another.
  keeps: ({ mlp, neuron, ...others }, { component }) =>
    mlp === undefined || mlp === component
      ? { ...others, ...(neuron === undefined ? {} : { neuron }) }
      : others,
  Component: Neuron,
};
