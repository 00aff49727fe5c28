import { Check } from "../controls/Check";
import { Segments } from "../controls/Segments";
import { compact } from "../format";
import type { NamedToken } from "../protocol/gen";
import { TokenText } from "../tokens/TokenText";
import { TokenBars } from "./circuit/TokenBars";
import type { View, ViewProps } from "./view";
import { TokenInput } from "./weights/TokenInput";

type Props = ViewProps<"embedding_neighbours">;

/** The tokens nearest to a token, or to a sum and difference of some. */
function EmbeddingNeighbours(props: Props) {
  const { data, params, change } = props;
  const bars = data.rows.map(({ id, token, cosine }) => ({ id, token, value: cosine }));
  return (
    <>
      <div className="tf-view-controls">
        <Segments
          label="in the"
          value={params.space}
          options={SPACES}
          onChange={(space) => change({ space })}
        />
        <Check
          label="from the mean of all"
          checked={params.centred}
          onChange={(centred) => change({ centred })}
        />
      </div>
      <Sum {...props} />
      {data.not_found.map((problem) => (
        <p key={problem} className="tf-view-failure" role="status">
          {problem}
        </p>
      ))}
      <TokenBars
        title="Nearest, by cosine"
        bars={bars}
        reach={1}
        selects="Neighbours of"
        onSelect={(id) => change({ plus: [id], minus: [] })}
      />
      <small className="tf-view-note">
        {`Over all tokens the cosine is ${compact(data.mean)} ± ${compact(data.spread)}. The vector has length ${compact(data.length)}.`}
      </small>
    </>
  );
}

const SPACES = { embed: "embedding", unembed: "unembedding" };

/** What is added and what is subtracted, token by token. */
function Sum({ data, change }: Props) {
  const { plus, minus, of_prompt } = data;
  const given = of_prompt ? [] : plus;
  const ids = (tokens: readonly NamedToken[]) => tokens.map(({ id }) => id);
  const without = (tokens: readonly NamedToken[], at: number) => ids(tokens).filter((_, i) => i !== at);
  return (
    <div className="tf-token-sum">
      {of_prompt && (
        <span>
          <Token token={plus[0]?.token ?? ""} />{" "}
          <small className="tf-view-note">the token that is read</small>
        </span>
      )}
      {given.map((each, i) => (
        <Part
          key={`+${each.id}`}
          sign="+"
          token={each.token}
          onRemove={() => change({ plus: without(given, i) })}
        />
      ))}
      {minus.map((each, i) => (
        <Part
          key={`-${each.id}`}
          sign="−"
          token={each.token}
          onRemove={() => change({ minus: without(minus, i) })}
        />
      ))}
      <TokenInput label="add" onToken={(text) => change({ plus: [...ids(given), text] })} />
      <TokenInput label="subtract" onToken={(text) => change({ minus: [...ids(minus), text] })} />
    </div>
  );
}

function Part({ sign, token, onRemove }: { sign: string; token: string; onRemove: () => void }) {
  return (
    <span className="tf-token-sum-part">
      <b data-sign={sign === "+" ? "+" : "-"}>{sign}</b> <Token token={token} />
      <button type="button" className="tf-head-name" aria-label={`Take out ${token}`} onClick={onRemove}>
        ×
      </button>
    </span>
  );
}

function Token({ token }: { token: string }) {
  return (
    <span className="tf-mono">
      <TokenText text={token} />
    </span>
  );
}

export const embedding_neighbours: View<"embedding_neighbours"> = {
  title: "Neighbours",
  subjects: ["embed", "unembed", "model"],
  ofWeights: true,
  ask: ({ component, position }) => ({
    plus: [],
    minus: [],
    position,
    space: component === "unembed" ? "unembed" : "embed",
    centred: false,
    k: 15,
  }),
  Component: EmbeddingNeighbours,
};
