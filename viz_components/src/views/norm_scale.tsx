import { useMemo } from "react";
import { Segments } from "../controls/Segments";
import { compact, signed } from "../format";
import { HeatMap } from "../heatmap/HeatMap";
import { selecting, tokensRead } from "../heatmap/names";
import { Legend } from "../Legend";
import { ScaleBars } from "../norms/ScaleBars";
import type { HeldScale } from "../protocol/gen";
import { numbers } from "../tensor";
import { labelText } from "../tokens/visibleText";
import { useHeld } from "../useHeld";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"norm_scale">;

/** All norms' scales, then one norm's, then what it does that it moves. */
function NormScale(props: Props) {
  const { data, tensors, params, change } = props;
  const { scale } = tensors;
  const close = useMemo(() => (scale ? numbers(scale) : new Float32Array()), [scale]);
  const n = data.tokens.length;
  return (
    <>
      <div className="tf-view-controls">
        <Segments
          label="scale"
          value={params.measure}
          options={MEASURES}
          onChange={(measure) => change({ measure })}
        />
      </div>
      <Scales {...props} />
      <section className="tf-view-text" aria-label={`Scale of ${data.norm}`}>
        <h4>{data.norm}</h4>
        <small className="tf-view-note">bars: live; lines: plain</small>
        <ScaleBars
          norm={data.norm}
          tokens={data.tokens}
          live={close.subarray(0, n)}
          plain={close.subarray(n, 2 * n)}
        />
        {data.held && <Held held={data.held} norm={data.norm} />}
      </section>
    </>
  );
}

const MEASURES = { live: "live", plain: "plain", change: "change" };

/** Norms, the first on top, by positions. */
function Scales({ data, tensors }: Props) {
  const { pointed, point, read, select, whole } = useLink();
  const { norms, norm, tokens, stride, measure } = data;
  const { values } = tensors;
  const scales = useMemo(() => (values ? numbers(values) : new Float32Array()), [values]);
  const cols = Math.ceil(tokens.length / stride);
  const labels = useMemo(
    () => Array.from({ length: cols }, (_, cell) => labelText(tokens[cell * stride] ?? "", 14)),
    [tokens, stride, cols],
  );
  const changed = measure === "change";
  const own = useMemo(() => domainOf(scales, changed), [scales, changed]);
  const domain = useHeld(own, [changed, ...tokens].join(" "));
  const at = pointed?.query ?? null;
  const what = changed ? "log₂ (live / plain)" : `scale, ${measure}`;
  if (changed && scales.every((value) => value === 0))
    return <p className="tf-view-note">Every norm divides by the same in both runs.</p>;
  return (
    <div className="tf-pattern" data-wide="">
      <HeatMap
        values={scales}
        rows={norms.length}
        cols={cols}
        rowLabels={norms}
        colLabels={labels}
        scale={changed ? "diverging" : "sequential"}
        domain={domain}
        stride={stride}
        hovered={at === null ? null : { row: norms.indexOf(norm), col: Math.floor(at / stride) }}
        onHover={(cell) => point(cell && { query: cell.col * stride, key: null })}
        rowNames={selecting(norms, select)}
        colNames={tokensRead(read, stride)}
        cellName={({ row, col }) => `${norms[row]} at ${labels[col]} (${col * stride})`}
        cellNote={({ row, col }) => (changed ? `× ${compact(2 ** (scales[row * cols + col] ?? 0))}` : "")}
        maxHeight={whole ? 4000 : 420}
        maxCell={whole ? 64 : 38}
        label={`${what}, by norms and positions`}
      />
      <footer className="tf-view-foot">
        <Legend scale={changed ? "diverging" : "sequential"} domain={domain} label={what} />
        {stride > 1 && <small>{`largest of ${stride} tokens in each cell`}</small>}
      </footer>
    </div>
  );
}

/** What the metric would be if this norm divided by the same as without interventions. */
function Held({ held, norm }: { held: HeldScale; norm: string }) {
  const { label, live, plain } = held;
  const final = norm === "ln_final";
  if (held.over !== null)
    return (
      <p className="tf-view-note">
        {`${label} is a mean over the set ${held.over}. What this scale adds is told of one prompt: measure the prompt under study to see it.`}
      </p>
    );
  if (live === null || plain === null || held.held === null)
    return <p className="tf-view-note">{`${label} can't be read off this prompt's runs.`}</p>;
  return (
    <table className="tf-sum">
      <tbody>
        <Line name={`${label}, plain`} value={plain} />
        <Line
          name={`live, with this scale ${final ? "of the plain run: the linear reading" : "held"}`}
          value={held.held}
        />
        <Line name="live" value={live} />
        <Line
          name={final ? "what the linear reading is off by" : "what the scale adds"}
          value={live - held.held}
        />
      </tbody>
    </table>
  );
}

function Line({ name, value }: { name: string; value: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{signed(value, 3)}</td>
    </tr>
  );
}

function domainOf(values: Float32Array, signed: boolean): readonly [number, number] {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return signed ? [-(most || 1), most || 1] : [0, most || 1];
}

export const norm_scale: View<"norm_scale"> = {
  title: "Norm scales",
  subjects: ["norm", "prompt"],
  ask: ({ component }) => ({ norm: component === "" ? null : component, measure: "live", max_size: 512 }),
  Component: NormScale,
};
