import { useMemo, useState } from "react";
import { Check } from "../controls/Check";
import { Segments } from "../controls/Segments";
import { Select } from "../controls/Select";
import { percent, signed } from "../format";
import { type Cell, domainOf } from "../heatmap/cells";
import { HeatMap } from "../heatmap/HeatMap";
import { selecting, tokensRead } from "../heatmap/names";
import { useHover } from "../hover";
import { Legend } from "../Legend";
import { numbers } from "../tensor";
import { TokenText } from "../tokens/TokenText";
import { visibleText } from "../tokens/visibleText";
import { useHeld } from "../useHeld";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"qk_parts">;

/** A head's scores at one query, by what wrote the query's stream and the keys'. */
function QkParts(props: Props) {
  const { data, params } = props;
  const values = useValues(props);
  const ends = useMemo(() => domainOf(values, "diverging"), [values]);
  const { face, relative, heads } = params;
  const domain = useHeld(
    ends,
    JSON.stringify([data.head, data.position, data.key, data.tokens, face, relative, heads]),
  );
  return (
    <>
      <Controls {...props} />
      <Sentence {...props} />
      {params.face === "pairs" ? (
        <Pairs {...props} values={values} domain={domain} />
      ) : (
        <Keys {...props} values={values} domain={domain} />
      )}
      <footer className="tf-view-foot">
        <Legend
          scale="diverging"
          domain={domain}
          label={data.relative ? "score, minus its mean over keys" : "score"}
        />
        {data.soft_cap !== null && <small>{`before the soft cap at ${data.soft_cap}`}</small>}
        <small>{HINTS[params.face]}</small>
      </footer>
    </>
  );
}

type Drawn = Props & { readonly values: Float32Array; readonly domain: readonly [number, number] };

/** Writers of the query by writers of the key that was chosen. */
function Pairs({ data, values, domain }: Drawn) {
  const { select, whole } = useLink();
  const [hovered, setHovered] = useHover<Cell>();
  const rows = useMemo(() => data.query_writers.filter(isPart), [data.query_writers]);
  const cols = useMemo(() => data.key_writers.filter(isPart), [data.key_writers]);
  return (
    <HeatMap
      values={values}
      rows={rows.length}
      cols={cols.length}
      rowLabels={rows}
      colLabels={cols}
      scale="diverging"
      domain={domain}
      hovered={hovered}
      onHover={setHovered}
      rowNames={selecting(rows, select, isComponent)}
      colNames={selecting(cols, select, isComponent)}
      cellName={({ row, col }) => `query: ${rows[row] ?? ""} · key: ${cols[col] ?? ""}`}
      maxHeight={whole ? 4000 : 620}
      maxCell={whole ? 64 : 40}
      label={`Parts of the score of ${data.head} by writers of the query and of the key`}
    />
  );
}

/** At every key: the whole score, and below it what each writer gives to it. */
function Keys({ data, params, change, values, domain }: Drawn) {
  const { pointed, point, read, select, whole } = useLink();
  const [row, setRow] = useState(0);
  const writers = params.face === "query" ? data.query_writers : data.key_writers;
  const rows = useMemo(() => [WHOLE_SCORE, ...writers], [writers]);
  const cols = useMemo(() => data.tokens.map((token) => visibleText(token, 14)), [data.tokens]);
  const col = pointed?.key ?? null;
  return (
    <HeatMap
      values={values}
      rows={rows.length}
      cols={cols.length}
      rowLabels={rows}
      colLabels={cols}
      scale="diverging"
      domain={domain}
      hovered={col === null || col >= cols.length ? null : { row: Math.min(row, rows.length - 1), col }}
      onHover={(cell) => {
        setRow(cell?.row ?? 0);
        point(cell && { query: data.position, key: cell.col });
      }}
      onSelect={(cell) => change({ key: cell.col, face: "pairs" })}
      rowNames={selecting(rows, select, isComponent)}
      colNames={tokensRead(read)}
      selected={{ row: 0, col: data.key }}
      cellName={(cell) => `${rows[cell.row] ?? ""} at ${cols[cell.col] ?? ""} (${cell.col})`}
      maxHeight={whole ? 4000 : 620}
      maxCell={whole ? 64 : 28}
      label={`Parts of the scores of ${data.head} at each key, by writers of the ${params.face}`}
    />
  );
}

const WHOLE_SCORE = "score";
const BESIDE = "beside";
const COMPONENT = /^(L\d+H\d+|attn\.\d+|mlp\.\d+|embed|pos_embed)$/;

function isComponent(writer: string): boolean {
  return COMPONENT.test(writer);
}

function isPart(writer: string): boolean {
  return writer !== BESIDE;
}

function Controls({ data, params, change }: Props) {
  return (
    <div className="tf-view-controls">
      <Segments label="show" value={params.face} options={FACES} onChange={(face) => change({ face })} />
      <Check label="heads apart" checked={params.heads} onChange={(heads) => change({ heads })} />
      <Check
        label="minus the mean over keys"
        checked={params.relative}
        onChange={(relative) => change({ relative })}
      />
      <Select
        label="run"
        value={params.run}
        options={data.runs.map((name) => [name, name] as const)}
        onChange={(run) => change({ run })}
      />
    </div>
  );
}

const FACES = { pairs: "one key", query: "query's writers", key: "keys' writers" };

const HINTS = {
  pairs: "rows: what wrote the query; columns: what wrote the key. A click on a name selects it.",
  query: "what each writer of the query gives to the score of each key. Click a cell to see its key's pairs.",
  key: "what each writer of a key gives to its score. Click a cell to see its key's pairs.",
};

/** From where to where, with the score and what it comes to. */
function Sentence({ data, tensors, change }: Props) {
  const score = tensors.scores ? numbers(tensors.scores)[data.key] : undefined;
  const attention = tensors.attention ? (numbers(tensors.attention)[data.key] ?? 0) : 0;
  const seen = score === undefined || Number.isNaN(score) ? "hidden by the mask" : signed(score);
  return (
    <div className="tf-view-controls">
      <span>
        <TokenName text={data.tokens[data.position] ?? ""} at={data.position} /> looks at
      </span>
      <Select
        label="key"
        value={String(data.key)}
        options={data.tokens.map((token, at) => [String(at), `${visibleText(token, 14)} (${at})`] as const)}
        onChange={(key) => change({ key: Number(key) })}
      />
      <span>
        score <b>{seen}</b>, attention <b>{percent(attention)}</b>
      </span>
    </div>
  );
}

function TokenName({ text, at }: { text: string; at: number }) {
  return (
    <>
      <span className="tf-mono">
        <TokenText text={text} />
      </span>{" "}
      ({at})
    </>
  );
}

/** The pairs; or the whole scores, and below them their parts. */
function useValues({ tensors, params: { face } }: Props): Float32Array {
  const { matrix, scores } = tensors;
  const parts = face === "pairs" ? matrix : tensors[`by_${face}`];
  return useMemo(() => {
    const each = face === "pairs" ? [parts] : [scores, parts];
    return Float32Array.from(each.flatMap((tensor) => (tensor ? [...numbers(tensor)] : [])));
  }, [face, parts, scores]);
}

export const qk_parts: View<"qk_parts"> = {
  title: "Why it looks",
  subjects: ["head"],
  ask: ({ component, position }) => ({
    head: component,
    run: "live",
    position,
    key: null,
    heads: false,
    relative: false,
    k: 24,
    face: "pairs",
  }),
  Component: QkParts,
};
