import { useMemo } from "react";
import { Segments } from "../controls/Segments";
import { EmbeddingChoice } from "./circuit/EmbeddingChoice";
import { OverPrompt } from "./circuit/OverPrompt";
import { OverVocabulary } from "./circuit/OverVocabulary";
import { everyNth, SquareMap } from "./SquareMap";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"qk_circuit">;

/** Which tokens a head looks for, from each token that it stands on. */
function QkCircuit(props: Props) {
  const { data, params, change } = props;
  const faces = data.n_positions > 0 ? FACES : { prompt: FACES.prompt, vocabulary: FACES.vocabulary };
  return (
    <>
      <div className="tf-view-controls">
        <Segments label="over" value={params.face} options={faces} onChange={(face) => change({ face })} />
        <EmbeddingChoice data={data} onChange={(embedding) => change({ embedding })} />
        {data.turns && <Distance {...props} />}
      </div>
      <p className="tf-view-note">{meaning(props)}</p>
      <Face {...props} />
    </>
  );
}

function Face({ data, tensors, params }: Props) {
  switch (params.face) {
    case "prompt":
      return (
        <OverPrompt
          entries={tensors.entries}
          data={data}
          value="attention score"
          label={`QK circuit of ${data.head}: query token by key token`}
          says={["looks for most", "looks away from"]}
        />
      );
    case "vocabulary":
      return <OverVocabulary {...data} eigenvalues={tensors.eigenvalues} words={WORDS} />;
    case "positions":
      return <Positions data={data} tensors={tensors} />;
    default:
      return params.face satisfies never;
  }
}

function meaning({ data, params }: Props): string {
  if (params.face === "positions")
    return `What positions alone add to the score of ${data.head}, from a query's (row) to a key's (column).`;
  const where = data.distance > 0 ? `, ${data.distance} tokens before it` : ", without positions";
  if (params.face === "vocabulary")
    return `The score of ${data.head} from any token as the query to any token as the key${where}.`;
  return `The score of ${data.head} from a query's token (row) to a key's (column)${where}.`;
}

/** Where positions turn queries and keys, a score depends on how far they stand apart. */
function Distance({ params, change }: Props) {
  return (
    <label className="tf-choice" title="0 leaves positions out">
      distance
      <input
        type="number"
        min={0}
        max={65536}
        value={params.distance}
        onChange={({ target }) => {
          const distance = target.valueAsNumber;
          if (Number.isInteger(distance) && distance >= 0) change({ distance });
        }}
      />
    </label>
  );
}

function Positions({ data, tensors }: Pick<Props, "data" | "tensors">) {
  const { n_positions: count, position_stride: stride } = data;
  const labels = useMemo(() => everyNth(count, stride, String), [count, stride]);
  return (
    <SquareMap
      values={tensors.positions}
      labels={labels}
      value="attention score"
      places={{ stride, count, of: "positions" }}
      cellName={({ row, col }) => `position ${row * stride} → ${col * stride}`}
      triangular
      label={`QK circuit of ${data.head} between positions`}
    />
  );
}

const FACES = { prompt: "the prompt", vocabulary: "the vocabulary", positions: "positions" };

const WORDS = {
  positive: "Σλ / Σ|λ|",
  positiveMeans: "+1 looks for the token that it stands on, −1 away from it",
  own: "Tokens that look for themselves",
  largest: "Looks for most",
  smallest: "Looks away from most",
};

export const qk_circuit: View<"qk_circuit"> = {
  title: "QK",
  subjects: ["head"],
  ofWeights: true,
  ask: ({ component, position }) => ({
    head: component,
    embedding: "raw",
    position,
    k: 10,
    max_size: 256,
    face: "prompt",
    distance: 0,
  }),
  Component: QkCircuit,
};
