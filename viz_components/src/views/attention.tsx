import { type ReactNode, useMemo, useState } from "react";
import { Segments } from "../controls/Segments";
import { signed } from "../format";
import { HeatMap } from "../heatmap/HeatMap";
import { tokensRead } from "../heatmap/names";
import { useHover } from "../hover";
import { Legend } from "../Legend";
import type { ScaleKind } from "../scales";
import { numbers } from "../tensor";
import { overlayWeights } from "../tokens/overlayWeights";
import { TokenOverlay } from "../tokens/TokenOverlay";
import { TokenText } from "../tokens/TokenText";
import { visibleText } from "../tokens/visibleText";
import { useHeld } from "../useHeld";
import { AttentionControls } from "./attentionControls";
import { legible } from "./legible";
import { type Link, type Pointed, useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"attention">;

/** A head's attention, as a heat map of queries and keys or over the text. */
function Attention(asked: Props) {
  const link = useAttentionLink(asked.data);
  const { head, weigh, metric, minus, tokens } = asked.data;
  const [low, high] = useHeld(
    [asked.data.low, asked.data.high],
    JSON.stringify([head, weigh, metric, minus, tokens]),
  );
  const props = { ...asked, data: { ...asked.data, low, high } };
  return (
    <>
      <AttentionControls {...props} />
      {props.params.face === "map" ? <Pattern {...props} link={link} /> : <Overlay {...props} link={link} />}
      <Foot {...props} link={link} />
    </>
  );
}

/** Where a person points; the places of a set's prompts are not those of the prompt under study. */
function useAttentionLink({ over }: Props["data"]): Link {
  const shared = useLink();
  const [pointed, point] = useHover<Pointed>();
  return over === null ? shared : { ...shared, pointed, point };
}

/** Where each query (row) looks. */
function Pattern({ data, tensors, link }: Props & { link: Link }) {
  const { pointed, point, read, whole } = link;
  const { size, stride, tokens } = data;
  const values = useValues(tensors);
  const labels = useMemo(() => cellLabels(tokens, size, stride), [tokens, size, stride]);
  const toCell = (position: number | null | undefined) => Math.floor((position ?? 0) / stride);
  const row = pointed?.query ?? null;
  const names = data.over === null ? tokensRead(read, stride) : undefined;
  return (
    <div className="tf-pattern" style={legible(size)}>
      <HeatMap
        values={values}
        rows={size}
        cols={size}
        rowLabels={labels}
        colLabels={labels}
        scale={scaleOf(data)}
        domain={[data.low, data.high]}
        hovered={row === null ? null : { row: toCell(row), col: toCell(pointed?.key ?? row) }}
        onHover={(cell) => point(cell && { query: cell.row * stride, key: cell.col * stride })}
        rowNames={names}
        colNames={names}
        triangular
        {...(whole ? WHOLE : BESIDE)}
        label={`Attention pattern of ${data.head}`}
      />
    </div>
  );
}

const BESIDE = { maxHeight: 2000, maxCell: 28 };

/** Nothing but the window limits it. */
const WHOLE = { maxHeight: 4000, maxCell: 4000 };

function cellLabels(tokens: readonly string[], size: number, stride: number): string[] {
  return Array.from({ length: size }, (_, cell) => visibleText(tokens[cell * stride] ?? "", 14));
}

/** From or to one token, over the prompt's own text. */
function Overlay({ data, tensors, link }: Props & { link: Link }) {
  const { pointed, point, position } = link;
  const [direction, setDirection] = useState<"from" | "to">("from");
  const pattern = useValues(tensors);
  const focus = pointed?.query ?? Math.min(position, data.tokens.length - 1);
  const tokens = useMemo(() => data.tokens.map((text) => ({ text })), [data.tokens]);
  const weights = useMemo(
    () => overlayWeights({ pattern, data }, tokens.length, focus, direction),
    [pattern, data, tokens.length, focus, direction],
  );
  return (
    <div className="tf-view-text">
      <Segments label="read" value={direction} options={DIRECTIONS} onChange={setDirection} />
      <TokenOverlay
        tokens={tokens}
        weights={weights}
        reach={data.high}
        signed={data.low < 0}
        focus={focus}
        hovered={pointed?.query ?? null}
        onHover={(at) => point(at === null ? null : { query: at, key: null })}
        direction={direction}
      />
      <small className="tf-view-note">Point at a token here or in the prompt to read from there.</small>
    </div>
  );
}

const DIRECTIONS = { from: "where it looks", to: "what looks at it" };

/** What the colours say, and what else there is to know. */
function Foot({ data, tensors, link }: Props & { link: Link }) {
  const { stride, size } = data;
  return (
    <footer className="tf-view-foot">
      <Legend scale={scaleOf(data)} domain={[data.low, data.high]} label={unitOf(data)} />
      {data.weigh === "contribution" && <RowSum data={data} tensors={tensors} link={link} />}
      {notesOf(data).map((note) => (
        <small key={note}>{note}</small>
      ))}
      {stride > 1 && (
        <small>{`largest of ${stride} × ${stride} tokens in each of ${size} × ${size} cells`}</small>
      )}
    </footer>
  );
}

/** What all keys give together at one query, and what the head adds, where an intervention makes that differ. */
function RowSum({ data, tensors, link }: Pick<Props, "data" | "tensors"> & { link: Link }): ReactNode {
  const values = useValues(tensors);
  const query = Math.min(link.pointed?.query ?? link.position, data.tokens.length - 1);
  if (data.stride > 1 || data.hide_bos) return null;
  const sum = values.subarray(query * data.size, (query + 1) * data.size).reduce((one, two) => one + two, 0);
  const added = tensors.written ? (numbers(tensors.written)[query] ?? sum) : sum;
  const apart = Math.abs(added - sum) > 0.001 * Math.max(1, Math.abs(sum));
  return (
    <small>
      at{" "}
      <span className="tf-mono">
        <TokenText text={data.tokens[query] ?? ""} />
      </span>{" "}
      ({query}) all keys give <b>{signed(sum)}</b>
      {apart && `; the head adds ${signed(added)}, since an intervention acts behind its pattern`}
    </small>
  );
}

function notesOf({ over, n_prompts, n_in_set, run, minus, weigh, hide_bos }: Props["data"]): string[] {
  const notes = [];
  const how = n_prompts < n_in_set ? `the first ${n_prompts} of ${n_in_set}` : n_prompts;
  if (over !== null) notes.push(`mean over ${how} prompts of ${over}, ${run}`);
  if (minus !== null) notes.push(`${run} − ${minus}`);
  if (hide_bos)
    notes.push(weigh === "none" ? "first token left out, rows renormalised" : "first token left out");
  return notes;
}

function scaleOf({ low }: Props["data"]): ScaleKind {
  return low < 0 ? "diverging" : "sequential";
}

function unitOf({ weigh, metric, minus }: Props["data"]): string {
  const what = {
    none: "attention",
    value_norm: "attention × length of the value",
    contribution: `added to ${metric}, in logits`,
  }[weigh];
  return minus === null ? what : `difference of ${what}`;
}

function useValues(tensors: Props["tensors"]): Float32Array {
  const { pattern } = tensors;
  return useMemo(() => (pattern ? numbers(pattern) : new Float32Array()), [pattern]);
}

export const attention: View<"attention"> = {
  title: "Attention",
  subjects: ["head"],
  ask: ({ component, hideBos }) => ({
    head: component,
    run: "live",
    minus: null,
    weigh: "none",
    over: null,
    hide_bos: hideBos,
    max_size: 512,
    face: "map",
  }),
  Component: Attention,
};
