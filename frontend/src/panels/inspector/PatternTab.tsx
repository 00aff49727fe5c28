import { HeatMap, Legend, visibleText } from "@trafolab/viz";
import { useMemo } from "react";
import { useLaboratory, usePage } from "../../app/context";
import { Empty } from "../../ui/Empty";
import { type Attention, useAttention } from "./useAttention";

/** A head's attention as a heat map: where each query (row) looks. */
export function PatternTab({ head }: { head: string }) {
  const { attention, failure } = useAttention(head);
  if (failure !== null) return <p className="note-warn">{failure}</p>;
  if (!attention) return <Empty title="Waiting for the pattern…" />;
  return <Pattern head={head} attention={attention} />;
}

function Pattern({ head, attention }: { head: string; attention: Attention }) {
  const { set } = useLaboratory();
  const hovered = usePage((page) => page.hoveredCell);
  const maximised = usePage((page) => page.maximised === "inspector");
  const { size, stride, tokens, hide_bos } = attention.data;
  const labels = useMemo(() => cellLabels(tokens, size, stride), [tokens, size, stride]);
  const toCell = (position: number | null | undefined) => Math.floor((position ?? 0) / stride);
  const row = hovered?.query ?? null;
  return (
    <div className="pattern" style={{ minWidth: `min(100%, ${size * LEGIBLE + LABELS}px)` }}>
      <HeatMap
        values={attention.pattern}
        rows={size}
        cols={size}
        rowLabels={labels}
        colLabels={labels}
        scale="sequential"
        domain={[0, 1]}
        hovered={row === null ? null : { row: toCell(row), col: toCell(hovered?.key ?? row) }}
        onHover={(cell) => set({ hoveredCell: cell && { query: cell.row * stride, key: cell.col * stride } })}
        onSelect={(cell) => set({ position: cell.row * stride })}
        triangular
        {...(maximised ? WHOLE : BESIDE)}
        label={`Attention pattern of ${head}`}
      />
      <footer className="pattern-foot">
        <Legend scale="sequential" domain={[0, 1]} label="attention" />
        {stride > 1 && <small>{`largest of ${stride} × ${stride} tokens in each cell`}</small>}
        {hide_bos && <small>first token left out, rows renormalised</small>}
      </footer>
    </div>
  );
}

/** As low as the pane is, the cells stay this large, in CSS pixels: it scrolls before they shrink further. */
const LEGIBLE = 13;
const LABELS = 90;

const BESIDE = { maxHeight: 2000, maxCell: 28 };

/** Nothing but the pane limits it. */
const WHOLE = { maxHeight: 4000, maxCell: 4000 };

function cellLabels(tokens: readonly string[], size: number, stride: number): string[] {
  return Array.from({ length: size }, (_, cell) => visibleText(tokens[cell * stride] ?? "", 14));
}
