import { useMemo } from "react";
import { Segments } from "../controls/Segments";
import { signed } from "../format";
import { AblateNeuron } from "../neurons/AblateNeuron";
import { ActivationStrip } from "../neurons/ActivationStrip";
import type { NeuronRow } from "../protocol/gen";
import { numbers } from "../tensor";
import { ScoredTokens } from "../tokens/ScoredTokens";
import { TokenText } from "../tokens/TokenText";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"neurons">;

/** The neurons that do most at one token: where else they do, and what tokens they stand for. */
function Neurons({ data, tensors, params, change }: Props) {
  const { activations } = tensors;
  const values = useMemo(() => (activations ? numbers(activations) : new Float32Array()), [activations]);
  const n = data.tokens.length;
  return (
    <>
      <div className="tf-view-controls">
        <Segments label="largest" value={params.by} options={WAYS} onChange={(by) => change({ by })} />
      </div>
      <small className="tf-view-note">
        {data.rows.length} of {data.n_neurons} at{" "}
        <span className="tf-mono">
          <TokenText text={data.token} />
        </span>{" "}
        ({data.position}); bars: activation along the text
      </small>
      {data.by === "change" && data.rows.every(({ activation, plain }) => activation === plain) && (
        <p className="tf-view-note">No neuron does anything else here than without interventions.</p>
      )}
      <ol className="tf-neurons">
        {data.rows.map((row, index) => (
          <li key={row.neuron}>
            <Head row={row} mlp={data.mlp} />
            <ActivationStrip
              name={row.name}
              values={values.subarray(index * n, (index + 1) * n)}
              tokens={data.tokens}
            />
            <ScoredTokens
              name={data.gated ? "opened by" : "reads"}
              tokens={row.inputs}
              unit="before the non-linearity"
            />
            <ScoredTokens name="adds to" tokens={row.promoted} unit="logit here" />
            <ScoredTokens name="takes from" tokens={row.suppressed} unit="logit here" />
          </li>
        ))}
      </ol>
    </>
  );
}

const WAYS = { activation: "activation", written: "what it writes", change: "change" };

/** Its name, which leads to the view of it alone, and what it does here. */
function Head({ row, mlp }: { row: NeuronRow; mlp: string }) {
  const { turn } = useLink();
  const { name, neuron, activation, plain, written } = row;
  const moved = Math.abs(activation - plain) >= 0.005;
  return (
    <div className="tf-neuron-head">
      {turn ? (
        <button
          type="button"
          className="tf-link"
          title={`Look at ${name} alone`}
          onClick={() => turn("neuron", { mlp, neuron })}
        >
          {name}
        </button>
      ) : (
        <span className="tf-mono">{name}</span>
      )}
      <span>
        <b>{signed(activation)}</b>
        {moved && ` (plain ${signed(plain)})`}
      </span>
      <span>writes {written.toFixed(2)}</span>
      <AblateNeuron name={name} />
    </div>
  );
}

export const neurons: View<"neurons"> = {
  title: "Neurons",
  subjects: ["mlp"],
  ask: ({ component, position }) => ({ mlp: component, position, by: "activation", k: 8, tokens: 5 }),
  Component: Neurons,
};
