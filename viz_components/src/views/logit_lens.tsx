import { useState } from "react";
import { Check } from "../controls/Check";
import { Segments } from "../controls/Segments";
import { TokenChoice } from "../controls/TokenChoice";
import { selecting, tokensRead } from "../heatmap/names";
import { TextGrid } from "../heatmap/TextGrid";
import { useMark } from "../heatmap/useMark";
import { Legend } from "../Legend";
import { TokenText } from "../tokens/TokenText";
import { LensDetail } from "./lens/LensDetail";
import { BY, type LensProps as Props, unitOf, useLensCells } from "./lens/lensCells";
import { useLink } from "./link";
import { RunMinus } from "./RunMinus";
import type { View } from "./view";

/** What the stream would predict after each layer, at each position. */
function LogitLens(props: Props) {
  return (
    <>
      <Choices {...props} />
      <Pages {...props} />
      <Grid {...props} />
    </>
  );
}

function Choices({ data, params, change }: Props) {
  return (
    <>
      <div className="tf-view-controls">
        <RunMinus
          run={params.run}
          minus={params.minus}
          runs={data.runs}
          onChange={(chosen) => change(taken(params, chosen))}
        />
        {data.has_halves && (
          <Check
            label="resid_mid"
            checked={params.points === "halves"}
            onChange={(halves) => change({ points: halves ? "halves" : "layers" })}
          />
        )}
        <Segments label="token" value={params.of} options={OF} onChange={(of) => change({ of })} />
        {params.of === "token" && (
          <TokenChoice
            label=""
            chosen={data.token}
            offered={data.offered}
            onChange={(token) => change({ token })}
          />
        )}
        <Segments label="colour" value={params.by} options={BY} onChange={(by) => change({ by })} />
      </div>
      {data.problem !== null && (
        <small className="tf-view-problem" role="status">
          {data.problem}
        </small>
      )}
    </>
  );
}

/** What is most probable in one run says nothing of what it took the place of: two are compared by the chosen token. */
function taken({ of }: Props["params"], chosen: { run?: string; minus?: string | null }) {
  return chosen.minus != null && of === "top" ? { ...chosen, of: "token" as const } : chosen;
}

const OF = { top: "most probable", token: "chosen", next: "next in the text" };

/** Which positions are shown, where not all are. */
function Pages({ data, params, change }: Props) {
  const { first, tokens, n_tokens } = data;
  const end = first + tokens.length;
  if (tokens.length >= n_tokens) return null;
  const page = params.count;
  return (
    <nav className="tf-view-controls" aria-label="Positions">
      <button
        type="button"
        className="tf-quiet"
        disabled={first === 0}
        onClick={() => change({ first: Math.max(0, first - page) })}
      >
        ← earlier
      </button>
      <small>{`${first} to ${end - 1} of ${n_tokens} tokens`}</small>
      <button
        type="button"
        className="tf-quiet"
        disabled={end >= n_tokens}
        onClick={() => change({ first: end })}
      >
        later →
      </button>
      {params.first !== null && (
        <button type="button" className="tf-quiet" onClick={() => change({ first: null })}>
          the read one
        </button>
      )}
    </nav>
  );
}

function Grid(props: Props) {
  const { data, params } = props;
  const { pointed, point, position, read, select } = useLink();
  const cells = useLensCells(props);
  const cols = data.tokens.length;
  const [row, setRow] = useState(0);
  const [marked, mark] = useMark(data.streams.length, cols);
  const col = pointed?.query == null ? -1 : pointed.query - data.first;
  const hovered = pointed?.query != null && col >= 0 && col < cols ? { row, col } : null;
  const focus = position - data.first;
  return (
    <div className="tf-view-text">
      <TextGrid
        rowLabels={cells.rowLabels}
        colTokens={data.tokens}
        firstCol={data.first}
        texts={cells.texts}
        shares={cells.shares}
        scale={cells.scale}
        hovered={hovered}
        onHover={(cell) => {
          if (cell) setRow(cell.row);
          point(cell && { query: data.first + cell.col, key: null });
        }}
        marked={marked}
        onMark={mark}
        rowNames={selecting(cells.rowLabels, select)}
        colNames={tokensRead(read, 1, data.first)}
        focus={focus >= 0 && focus < cols ? focus : null}
        label="Logit lens"
      />
      <LensDetail
        {...props}
        cell={hovered ?? marked ?? { row: 0, col: Math.max(0, Math.min(cols - 1, focus)) }}
      />
      <footer className="tf-view-foot">
        <Legend scale={cells.scale} domain={cells.domain} label={unitOf(props)} />
        <small>
          {params.of === "token" ? (
            <>
              of{" "}
              <span className="tf-mono">
                <TokenText text={data.token.text} />
              </span>
            </>
          ) : (
            `of the ${params.of === "top" ? "token in the cell" : "token that follows"}`
          )}
        </small>
      </footer>
    </div>
  );
}

export const logit_lens: View<"logit_lens"> = {
  title: "Logit lens",
  subjects: ["prompt", "resid"],
  ask: ({ position }) => ({
    position,
    first: null,
    count: 20,
    points: "layers",
    run: "live",
    minus: null,
    of: "top",
    token: null,
    by: "prob",
  }),
  Component: LogitLens,
};
