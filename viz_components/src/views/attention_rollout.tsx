import { useMemo, useState } from "react";
import { Segments } from "../controls/Segments";
import { HeatMap } from "../heatmap/HeatMap";
import { tokensRead } from "../heatmap/names";
import { Legend } from "../Legend";
import { numbers } from "../tensor";
import { TokenText } from "../tokens/TokenText";
import { labelText } from "../tokens/visibleText";
import { useLink } from "./link";
import { RunChoice } from "./RunChoice";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"attention_rollout">;

/** How much attention flows from one position back to each token: layers, the first on top, by tokens. */
function AttentionRollout(props: Props) {
  const { data, params, change } = props;
  return (
    <>
      <div className="tf-view-controls">
        <RunChoice label="run" value={params.run} runs={data.runs} onChange={(run) => change({ run })} />
        <Segments
          label="heads"
          value={params.average}
          options={AVERAGES}
          onChange={(average) => change({ average })}
        />
      </div>
      <small className="tf-view-note">
        from{" "}
        <span className="tf-mono">
          <TokenText text={data.token} />
        </span>{" "}
        ({data.position}) back to each token
      </small>
      <Flow {...props} />
    </>
  );
}

const AVERAGES = { mean: "mean", max: "largest" };

function Flow({ data, tensors }: Props) {
  const { pointed, point, read, whole } = useLink();
  const [row, setRow] = useState<number | null>(null);
  const { layers, tokens, stride, position, run } = data;
  const { flow } = tensors;
  const values = useMemo(() => (flow ? numbers(flow) : new Float32Array()), [flow]);
  const rows = useMemo(() => layers.map((layer) => `L${layer}`), [layers]);
  const cols = Math.ceil(tokens.length / stride);
  const labels = useMemo(
    () => Array.from({ length: cols }, (_, cell) => labelText(tokens[cell * stride] ?? "", 14)),
    [tokens, stride, cols],
  );
  // A token, or the one that a pattern's cell looks at.
  const at = pointed?.key ?? pointed?.query ?? null;
  const hovered =
    at === null || at >= tokens.length
      ? null
      : { row: Math.min(row ?? rows.length, rows.length - 1), col: Math.floor(at / stride) };
  return (
    <div className="tf-pattern" data-wide="">
      <HeatMap
        values={values}
        rows={rows.length}
        cols={cols}
        rowLabels={rows}
        colLabels={labels}
        scale="sequential"
        domain={SHARE}
        stride={stride}
        hovered={hovered}
        onHover={(cell) => {
          setRow(cell?.row ?? null);
          point(cell && { query: position, key: cell.col * stride });
        }}
        colNames={tokensRead(read, stride)}
        cellName={({ row, col }) => `after ${rows[row]}, to ${labels[col]} (${col * stride})`}
        maxHeight={whole ? 4000 : 620}
        maxCell={whole ? 64 : 38}
        label={`Attention rollout from position ${position}, ${run}, by layers and tokens`}
      />
      <footer className="tf-view-foot">
        <Legend scale="sequential" domain={SHARE} label="share of the flow" />
        {stride > 1 && <small>{`largest of ${stride} tokens in each cell`}</small>}
        {data.hide_bos && <small>first token left out</small>}
      </footer>
    </div>
  );
}

/** Shares of one whole. */
const SHARE = [0, 1] as const;

export const attention_rollout: View<"attention_rollout"> = {
  title: "Rollout",
  subjects: ["prompt"],
  ask: ({ position, hideBos }) => ({
    position,
    run: "live",
    average: "mean",
    max_size: 512,
    hide_bos: hideBos,
  }),
  Component: AttentionRollout,
};
