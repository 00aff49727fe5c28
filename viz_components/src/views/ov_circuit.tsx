import { Segments } from "../controls/Segments";
import { EmbeddingChoice } from "./circuit/EmbeddingChoice";
import { OverPrompt } from "./circuit/OverPrompt";
import { OverVocabulary } from "./circuit/OverVocabulary";
import type { View, ViewProps } from "./view";

/** What a head adds to the logits when it looks at a token. */
function OvCircuit(props: ViewProps<"ov_circuit">) {
  const { data, tensors, params, change } = props;
  return (
    <>
      <div className="tf-view-controls">
        <Segments label="over" value={params.face} options={FACES} onChange={(face) => change({ face })} />
        <EmbeddingChoice data={data} onChange={(embedding) => change({ embedding })} />
      </div>
      <p className="tf-view-note">{meaning(props)}</p>
      {params.face === "prompt" ? (
        <OverPrompt
          entries={tensors.entries}
          data={data}
          value="logits, before the final norm’s scale"
          label={`OV circuit of ${data.head}: source token by output token`}
          says={["raises most", "lowers most"]}
        />
      ) : (
        <OverVocabulary {...data} eigenvalues={tensors.eigenvalues} words={WORDS} />
      )}
    </>
  );
}

function meaning({ data: { head }, params }: ViewProps<"ov_circuit">): string {
  if (params.face === "prompt")
    return `What ${head} adds to each logit (column) where it looks at a token (row) with all its attention.`;
  return `What ${head} adds to the logit of every token where it looks at any token with all its attention.`;
}

const FACES = { prompt: "the prompt", vocabulary: "the vocabulary" };

const WORDS = {
  positive: "Copying score Σλ / Σ|λ|",
  positiveMeans: "+1: it raises what it looks at; −1: it lowers that",
  own: "Tokens that raise themselves most",
  largest: "Raised most",
  smallest: "Lowered most",
};

export const ov_circuit: View<"ov_circuit"> = {
  title: "OV",
  subjects: ["head"],
  ofWeights: true,
  ask: ({ component, position }) => ({
    head: component,
    embedding: "raw",
    position,
    k: 10,
    max_size: 256,
    face: "prompt",
  }),
  Component: OvCircuit,
};
