import { useMemo } from "react";
import { Check } from "../controls/Check";
import { compact } from "../format";
import { numbers, type Tensor } from "../tensor";
import { useLink } from "./link";
import { everyNth, SquareMap } from "./SquareMap";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"position_embeddings">;

/** How alike learnt positions are, and how long their vectors. */
function PositionEmbeddings({ data, tensors, params, change }: Props) {
  return (
    <>
      <div className="tf-view-controls">
        <Check
          label="from the mean of all"
          checked={params.centred}
          onChange={(centred) => change({ centred })}
        />
      </div>
      <p className="tf-view-note">{`Cosines between the vectors of ${data.n_positions} positions.`}</p>
      <Cosines data={data} cosines={tensors.cosines} />
      <Norms data={data} norms={tensors.norms} />
    </>
  );
}

function Cosines({ data, cosines }: { data: Props["data"]; cosines: Tensor | undefined }) {
  const { whole } = useLink();
  const { n_positions: count, stride } = data;
  const labels = useMemo(() => everyNth(count, stride, String), [count, stride]);
  return (
    <SquareMap
      values={cosines}
      labels={labels}
      value="cosine"
      reach={1}
      places={{ stride, count, of: "positions" }}
      cellName={({ row, col }) => `position ${row * stride} and ${col * stride}`}
      maxHeight={whole ? 1200 : 420}
      label="Cosines between position embeddings"
    />
  );
}

const WIDTH = 400;
const HEIGHT = 70;

/** The length of each position's vector, as a line. */
function Norms({ data, norms }: { data: Props["data"]; norms: Tensor | undefined }) {
  const values = useMemo(() => (norms ? numbers(norms) : new Float32Array()), [norms]);
  const largest = values.reduce((most, value) => Math.max(most, value), 0) || 1;
  const x = (i: number) => (i / Math.max(1, values.length - 1)) * WIDTH;
  const points = Array.from(values, (value, i) => `${x(i)},${HEIGHT - (value / largest) * (HEIGHT - 4)}`);
  const used = Math.min(data.n_tokens, values.length);
  return (
    <figure className="tf-spectrum tf-norm-line">
      <svg
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Lengths of position embeddings, largest ${compact(largest)}`}
      >
        {used > 0 && <rect x={0} y={0} width={x(used - 1)} height={HEIGHT} />}
        <polyline points={points.join(" ")} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        {`length of each position's vector, from 0 to ${compact(largest)}`}
        {used > 0 && `; grey: the prompt's ${used}`}
      </figcaption>
    </figure>
  );
}

export const position_embeddings: View<"position_embeddings"> = {
  title: "Positions",
  subjects: ["embed"],
  ofWeights: true,
  ask: () => ({ centred: false, max_size: 128 }),
  Component: PositionEmbeddings,
};
