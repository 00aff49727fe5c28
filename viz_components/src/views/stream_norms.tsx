import { useMemo } from "react";
import { Segments } from "../controls/Segments";
import { compact } from "../format";
import { HeatMap } from "../heatmap/HeatMap";
import { selecting, tokensRead } from "../heatmap/names";
import { Legend } from "../Legend";
import { numbers } from "../tensor";
import { labelText } from "../tokens/visibleText";
import { useHeld } from "../useHeld";
import { useLink } from "./link";
import { RunChoice } from "./RunChoice";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"stream_norms">;

/** Points of the stream, the first on top, by positions. */
function StreamNorms(props: Props) {
  return (
    <>
      <Controls {...props} />
      <Norms {...props} />
    </>
  );
}

function Controls({ data, params, change }: Props) {
  const { runs } = data;
  return (
    <div className="tf-view-controls">
      <RunChoice label="run" value={params.run} runs={runs} onChange={(run) => change({ run })} />
      <Segments
        label="of"
        value={params.measure}
        options={MEASURES}
        onChange={(measure) => change({ measure })}
      />
      {params.measure !== "norm" && (
        <RunChoice
          label="against"
          value={params.against}
          runs={runs}
          onChange={(against) => change({ against })}
        />
      )}
      <Segments label="scale" value={params.scale} options={SCALES} onChange={(scale) => change({ scale })} />
    </div>
  );
}

const MEASURES = { norm: "stream", change: "change", share: "relative change" };
const SCALES = { linear: "linear", log: "log" };

function Norms({ data, tensors, params }: Props) {
  const { pointed, point, read, select, selected, whole } = useLink();
  const { points, tokens, stride } = data;
  const { values } = tensors;
  const norms = useMemo(() => (values ? numbers(values) : new Float32Array()), [values]);
  const cols = Math.ceil(tokens.length / stride);
  const labels = useMemo(
    () => Array.from({ length: cols }, (_, cell) => labelText(tokens[cell * stride] ?? "", 14)),
    [tokens, stride, cols],
  );
  const log = params.scale === "log";
  const shown = useMemo(
    () => (log ? norms.map((norm) => Math.log10(norm)).map(orNone) : norms),
    [norms, log],
  );
  const own = useMemo(() => domainOf(shown, log), [shown, log]);
  const domain = useHeld(own, [data.measure, log, ...tokens].join(" "));
  const at = pointed?.query ?? null;
  const row = points.indexOf(selected ?? "");
  const what = said(data);
  if (!norms.some((norm) => norm > 0)) return <p className="tf-view-note">{nothing(data)}</p>;
  return (
    <div className="tf-pattern" data-wide="">
      <HeatMap
        values={shown}
        rows={points.length}
        cols={cols}
        rowLabels={points}
        colLabels={labels}
        scale="sequential"
        domain={domain}
        stride={stride}
        hovered={
          at === null ? null : { row: row < 0 ? points.length - 1 : row, col: Math.floor(at / stride) }
        }
        onHover={(cell) => point(cell && { query: cell.col * stride, key: null })}
        rowNames={selecting(points, select)}
        colNames={tokensRead(read, stride)}
        cellName={({ row, col }) => `${points[row]} at ${labels[col]} (${col * stride})`}
        cellNote={({ row, col }) => (log ? `${what} ${compact(norms[row * cols + col] ?? Number.NaN)}` : "")}
        maxHeight={whole ? 4000 : 620}
        maxCell={whole ? 64 : 38}
        label={`${what}, by points of the stream and positions`}
      />
      <footer className="tf-view-foot">
        <Legend scale="sequential" domain={domain} label={log ? `log₁₀ of the ${what}` : what} />
        {stride > 1 && <small>{`largest of ${stride} tokens in each cell`}</small>}
        {log && norms.some((norm) => norm === 0) && <small>hatched: zero</small>}
        {data.hide_bos && <small>first token left out</small>}
      </footer>
    </div>
  );
}

/** A logarithm of zero is no number that could be shown. */
function orNone(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

function domainOf(values: Float32Array, log: boolean): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  return log ? [low, high > low ? high : low + 1] : [0, high || 1];
}

function said({ measure, run, against }: Props["data"]): string {
  if (measure === "norm") return `norm of the stream, ${run}`;
  const difference = `‖${run} − ${against}‖`;
  return measure === "change" ? difference : `${difference} / ‖${against}‖`;
}

function nothing({ measure, run, against }: Props["data"]): string {
  if (measure === "norm") return "The stream is zero everywhere.";
  return run === against
    ? `This is the run ${run} against itself. Choose another.`
    : `The streams of ${run} and ${against} are the same: nothing that was changed acts on them.`;
}

export const stream_norms: View<"stream_norms"> = {
  title: "Norms",
  subjects: ["resid", "prompt"],
  ask: ({ hideBos }) => ({
    run: "live",
    measure: "norm",
    against: "plain",
    max_size: 512,
    hide_bos: hideBos,
    scale: "log",
  }),
  Component: StreamNorms,
};
