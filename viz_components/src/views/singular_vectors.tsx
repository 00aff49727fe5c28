import { useMemo } from "react";
import { Segments } from "../controls/Segments";
import { compact, percent, signedCompact } from "../format";
import type { CircuitToken, SingularVector, TokenEnds } from "../protocol/gen";
import { numbers } from "../tensor";
import { TokenText } from "../tokens/TokenText";
import { visibleText } from "../tokens/visibleText";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"singular_vectors">;

/** The directions along which a matrix does most, each with the tokens at its ends. */
function SingularVectors(props: Props) {
  const { data, params, change } = props;
  return (
    <>
      <div className="tf-view-controls">
        {data.there.length > 1 && (
          <Segments
            label="matrix"
            value={data.matrix}
            options={Object.fromEntries(data.there.map((name) => [name, name]))}
            onChange={(name) => isMatrix(name) && change({ matrix: name, first: 0 })}
          />
        )}
        {data.vectors.some(({ reads }) => reads) && (
          <Segments
            label="reads, by"
            value={params.read_by}
            options={READ_BY}
            onChange={(read_by) => change({ read_by })}
          />
        )}
      </div>
      <Spectrum {...props} />
      {data.vectors.length === 0 && <p className="tf-view-note">There are no more vectors.</p>}
      <ol className="tf-singular">
        {data.vectors.map((vector) => (
          <Vector key={vector.index} vector={vector} />
        ))}
      </ol>
      <Turning {...props} />
    </>
  );
}

type Matrix = Props["params"]["matrix"];
const MATRICES: readonly string[] = ["OV", "W_in", "W_gate", "W_out"] satisfies readonly Matrix[];
const isMatrix = (name: string): name is Matrix => MATRICES.includes(name);
const READ_BY = { embed: "embedding", unembed: "unembedding" };

const HEIGHT = 48;
const BAR = 5;
const MOST = 64;

/** The first singular values; those whose vectors are shown stand out. */
function Spectrum({ data, tensors }: Props) {
  const values = useMemo(
    () => (tensors.values ? numbers(tensors.values).subarray(0, MOST) : new Float32Array()),
    [tensors.values],
  );
  const largest = values[0] || 1;
  const last = data.first + data.vectors.length;
  const rest = (tensors.values?.shape[0] ?? 0) - values.length;
  return (
    <figure className="tf-spectrum">
      <svg
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 ${values.length * BAR} ${HEIGHT}`}
        preserveAspectRatio="none"
        style={{ maxWidth: values.length * BAR * 2 }}
        role="img"
        aria-label={`Singular values of ${data.matrix} of ${data.component}, largest ${compact(largest)}`}
      >
        {Array.from(values, (value, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a value's place is what it is
            key={i}
            x={i * BAR}
            y={HEIGHT - (value / largest) * HEIGHT}
            width={BAR - 1}
            height={(value / largest) * HEIGHT}
            data-shown={i >= data.first && i < last ? "" : undefined}
          >
            <title>{`singular value ${i + 1}: ${compact(value)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption>
        {`singular values, largest ${compact(largest)}${rest > 0 ? `, ${rest} more` : ""}`}
      </figcaption>
    </figure>
  );
}

function Vector({ vector }: { vector: SingularVector }) {
  const { index, value, share, reads, writes } = vector;
  return (
    <li>
      <h4>
        {`${index + 1}. σ = ${compact(value)}`} <small>{`${percent(share)} of the squared norm`}</small>
      </h4>
      <div className="tf-singular-sides">
        {reads && <Side name="reads" ends={reads} />}
        {writes && <Side name="writes" ends={writes} />}
      </div>
    </li>
  );
}

function Side({ name, ends }: { name: string; ends: TokenEnds }) {
  return (
    <dl>
      <dt>{name}</dt>
      <dd>
        <Tokens sign="+" tokens={ends.top} />
        <Tokens sign="-" tokens={ends.bottom} />
      </dd>
    </dl>
  );
}

function Tokens({ sign, tokens }: { sign: "+" | "-"; tokens: readonly CircuitToken[] }) {
  return (
    <p data-sign={sign}>
      <b aria-hidden="true">{sign === "+" ? "+" : "−"}</b>
      {tokens.map(({ id, token, value }) => (
        <span key={id} title={`${visibleText(token)} (token ${id}): ${signedCompact(value)}`}>
          <TokenText text={token} />
        </span>
      ))}
    </p>
  );
}

/** On to the next vectors, and back. */
function Turning({ data, params, tensors, change }: Props) {
  const rank = Math.min(MOST, tensors.values?.shape[0] ?? 0);
  const { n } = params;
  const { first } = data;
  return (
    <footer className="tf-view-foot">
      <button
        type="button"
        className="tf-head-name"
        disabled={first === 0}
        onClick={() => change({ first: Math.max(0, first - n) })}
      >
        ← larger
      </button>
      <button
        type="button"
        className="tf-head-name"
        disabled={first + n >= rank}
        onClick={() => change({ first: first + n })}
      >
        smaller →
      </button>
    </footer>
  );
}

export const singular_vectors: View<"singular_vectors"> = {
  title: "Singular vectors",
  subjects: ["head", "mlp"],
  ofWeights: true,
  ask: ({ component }) => ({ component, matrix: "", first: 0, n: 6, k: 8, read_by: "embed" }),
  Component: SingularVectors,
};
