import { useMemo } from "react";
import { Segments } from "../controls/Segments";
import { Select } from "../controls/Select";
import { compact } from "../format";
import type { Cell } from "../heatmap/cells";
import { reachOf } from "../heatmap/cells";
import { HeatMap } from "../heatmap/HeatMap";
import { useHover } from "../hover";
import { Legend } from "../Legend";
import { numbers } from "../tensor";
import { visibleText } from "../tokens/visibleText";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";
import { closer, farther, type Stretch } from "./weights/zoom";

type Props = ViewProps<"weight_matrix">;

/** A matrix of the model as it is, whole or in part. */
function WeightMatrix(props: Props) {
  const { data } = props;
  const [rows, cols] = data.shape;
  return (
    <>
      <Controls {...props} />
      <dl className="tf-weight-facts">
        <Fact name="shape" value={`${rows} × ${cols}`} />
        <Fact name="norm" value={compact(data.norm)} />
        <Fact name="r.m.s." value={compact(data.rms)} />
        <Fact name="largest" value={compact(data.largest)} />
      </dl>
      <Cells {...props} />
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Controls({ data, params, change }: Props) {
  const [rows = 0, cols = 0] = data.shape;
  const [row0 = 0, row1 = 0] = data.rows;
  const [col0 = 0, col1 = 0] = data.cols;
  const part = row1 - row0 < rows || col1 - col0 < cols;
  const out = () =>
    change({ rows: mutable(farther([row0, row1], rows)), cols: mutable(farther([col0, col1], cols)) });
  return (
    <div className="tf-view-controls">
      {params.component === "" && (
        <Select
          label="of"
          value={data.component}
          options={data.choices.map((name) => [name, name] as const)}
          onChange={(of) => change({ of, ...WHOLE })}
        />
      )}
      <Segments
        label="matrix"
        value={data.matrix}
        options={Object.fromEntries(data.there.map((name) => [name, name]))}
        onChange={(matrix) => change({ matrix, ...WHOLE })}
      />
      {part && (
        <span className="tf-view-controls">
          <button type="button" className="tf-head-name" onClick={out}>
            zoom out
          </button>
          <button type="button" className="tf-head-name" onClick={() => change(WHOLE)}>
            whole
          </button>
        </span>
      )}
    </div>
  );
}

const WHOLE = { rows: null, cols: null };

function mutable(stretch: readonly [number, number] | null): [number, number] | null {
  return stretch && [...stretch];
}

function Cells({ data, tensors, change }: Props) {
  const { whole } = useLink();
  const [hovered, setHovered] = useHover<Cell>();
  const values = useMemo(
    () => (tensors.weights ? numbers(tensors.weights) : new Float32Array()),
    [tensors.weights],
  );
  const reach = useMemo(() => reachOf(values), [values]);
  const [rowLabels, colLabels] = useMemo(
    () => [
      data.row_labels.map((text) => visibleText(text, 14)),
      data.col_labels.map((text) => visibleText(text, 14)),
    ],
    [data.row_labels, data.col_labels],
  );
  const [rows = 0, cols = 0] = data.shape;
  const [row0 = 0, row1 = 0] = data.rows;
  const [col0 = 0, col1 = 0] = data.cols;
  const { row_stride, col_stride } = data;
  const zoom = ({ row, col }: Cell) =>
    change({
      rows: mutable(closer([row0, row1], row0 + (row + 0.5) * row_stride, rows)),
      cols: mutable(closer([col0, col1], col0 + (col + 0.5) * col_stride, cols)),
    });
  const place = (
    axis: string,
    labels: readonly string[],
    [start, end]: Stretch,
    index: number,
    stride: number,
  ) => {
    const at = start + index * stride;
    const last = Math.min(at + stride, end) - 1;
    const named = axis === "token" ? `${labels[index]} (${at})` : `${at}`;
    return `${AXES[axis] ?? axis} ${named}${last > at ? ` to ${last}` : ""}`;
  };
  return (
    <div className="tf-pattern">
      <HeatMap
        values={values}
        rows={data.row_labels.length}
        cols={data.col_labels.length}
        rowLabels={rowLabels}
        colLabels={colLabels}
        scale="diverging"
        domain={[-reach, reach]}
        hovered={hovered}
        onHover={setHovered}
        onSelect={zoom}
        cellName={({ row, col }) =>
          `${place(data.row_axis, rowLabels, [row0, row1], row, row_stride)} → ${place(data.col_axis, colLabels, [col0, col1], col, col_stride)}`
        }
        maxHeight={whole ? 1400 : 520}
        maxCell={whole ? 48 : 30}
        label={`${data.matrix} of ${data.component}`}
      />
      <footer className="tf-view-foot">
        <Legend scale="diverging" domain={[-reach, reach]} label={data.matrix} />
        <small>{`rows: ${said(data.row_axis, row0, row1, rows)}, columns: ${said(data.col_axis, col0, col1, cols)}`}</small>
        {row_stride * col_stride > 1 && (
          <small>{`of ${row_stride} × ${col_stride} weights the one farthest from zero; click to look closer`}</small>
        )}
      </footer>
    </div>
  );
}

const AXES: Readonly<Record<string, string>> = {
  token: "token",
  position: "position",
  stream: "stream",
  head: "head",
  neuron: "neuron",
};

const PLURALS: Readonly<Record<string, string>> = {
  token: "tokens",
  position: "positions",
  stream: "directions of the stream",
  head: "directions of the head",
  neuron: "neurons",
};

function said(axis: string, start: number, end: number, length: number): string {
  const part = end - start < length ? ` ${start} to ${end - 1}` : "";
  return `${PLURALS[axis] ?? axis}${part}`;
}

export const weight_matrix: View<"weight_matrix"> = {
  title: "Weights",
  subjects: ["head", "group", "attn", "mlp", "embed", "unembed", "model"],
  ofWeights: true,
  ask: ({ component }) => ({ component, of: "embed", matrix: "", rows: null, cols: null, max_size: 128 }),
  Component: WeightMatrix,
};
