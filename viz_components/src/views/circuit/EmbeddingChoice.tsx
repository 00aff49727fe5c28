import { Segments } from "../../controls/Segments";

type Embedding = "raw" | "after_mlp0";

interface EmbeddingChoiceProps {
  readonly data: { readonly embedding: Embedding; readonly has_mlp0: boolean };
  readonly onChange: (embedding: Embedding) => void;
}

/** What stands for a token; nothing to choose where the first layer has no MLP. */
export function EmbeddingChoice({ data, onChange }: EmbeddingChoiceProps) {
  if (!data.has_mlp0) return null;
  return <Segments label="tokens as" value={data.embedding} options={OPTIONS} onChange={onChange} />;
}

const OPTIONS = { raw: "embedded", after_mlp0: "after MLP 0" };
