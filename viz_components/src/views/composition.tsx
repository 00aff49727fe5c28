import { useMemo } from "react";
import { Check } from "../controls/Check";
import { Segments } from "../controls/Segments";
import { Select } from "../controls/Select";
import { compact } from "../format";
import { type Cell, reachOf } from "../heatmap/cells";
import { HeatMap } from "../heatmap/HeatMap";
import { selecting } from "../heatmap/names";
import { useHover } from "../hover";
import { Legend } from "../Legend";
import type { MapEdges } from "../map/props";
import type { CompositionParams } from "../protocol/gen";
import { numbers } from "../tensor";
import { gridOf } from "./composition/grid";
import { PairList } from "./composition/PairList";
import { type Drawn, isDrawn, useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"composition">;

/** How much of what heads write later heads read. */
function Composition(props: Props) {
  const { data } = props;
  return (
    <>
      <Controls {...props} />
      <p className="tf-view-note">{meaning(data)}</p>
      <Scores {...props} />
      <PairList largest={data.largest} chance={data.measure === "score" ? data.chance : null} />
    </>
  );
}

function Controls(props: Props) {
  const { data, params, change } = useFollowed(props);
  const layers = data.layers.map((layer) => [String(layer), `layer ${layer}`] as const);
  const some = data.head === "" && data.layers.length > 1;
  return (
    <div className="tf-view-controls">
      <Segments label="read as" value={params.part} options={PARTS} onChange={(part) => change({ part })} />
      {some && (
        <Select
          label="by"
          value={data.layer === null ? "" : String(data.layer)}
          options={[["", "all layers"], ...layers]}
          onChange={(layer) => change({ layer: layer === "" ? null : Number(layer) })}
        />
      )}
      <Segments
        label="as"
        value={params.measure}
        options={MEASURES}
        onChange={(measure) => change({ measure })}
      />
      <OnMap data={data} params={params} />
    </div>
  );
}

const PARTS = { K: "keys", Q: "queries", V: "values" };
const MEASURES = { deviations: "against chance", score: "score" };

/** Lines that are drawn follow what is chosen here. */
function useFollowed(props: Props): Props {
  const { lines } = useLink();
  const { params, change } = props;
  const shown = lines !== undefined && isDrawn(lines.drawn, drawnBy(params));
  return {
    ...props,
    change: (changed) => {
      change(changed);
      if (shown) lines.draw(drawnBy({ ...params, ...changed }));
    },
  };
}

/** Draws the largest as lines on the map, which stay until they are taken off. */
function OnMap({ data, params }: Pick<Props, "data" | "params">) {
  const { lines } = useLink();
  if (!lines) return null;
  const own = drawnBy(params);
  const n = edgesOf(data).edges.length;
  const which = n < data.largest.length ? `${n} above chance` : `${n} largest`;
  return (
    <Check
      label={`draw the ${which} on the map`}
      checked={isDrawn(lines.drawn, own)}
      onChange={(on) => lines.draw(on ? own : null)}
    />
  );
}

function drawnBy(params: Props["params"]): Drawn {
  return { view: "composition", params: { ...params } };
}

/** The largest scores as lines on the map, of those that are more than chance. */
export function edgesOf({ largest, part, head, measure }: Edged): MapEdges {
  const what = `${part}-composition`;
  const [label, unit] =
    measure === "score" ? [what, what] : [`${what} in deviations from chance`, `${what} against chance`];
  const above = largest.filter(({ score }) => score > 0);
  const edges = above.map(({ sender, receiver, score }) => {
    const key = `${sender} → ${receiver}`;
    const note = `${key}\n${unit} ${compact(score)}`;
    return { key, sender, receiver, part: part.toLowerCase(), effect: score, note };
  });
  const reach = reachOf(Float32Array.from(edges, ({ effect }) => effect));
  return { edges, held: [], reach, label: head === "" ? label : `${label}, ${head}`, scale: "sequential" };
}

type Edged = Pick<Props["data"], "head" | "largest" | "measure" | "part">;

function meaning(data: Props["data"]): string {
  const unit =
    data.measure === "score"
      ? ""
      : " In standard deviations from what is left when the stream between them is rotated at random.";
  return `${read(data)}${unit}`;
}

function read({ head, part, layer }: Props["data"]): string {
  const as = PARTS[part];
  if (head !== "")
    return `Below: how much ${head} reads, as ${as}, of what each earlier head writes. Above: how much each later head reads of ${head}.`;
  const who = layer === null ? "each later head (column)" : `each head of layer ${layer} (column)`;
  return `How much ${who} reads, as ${as}, of what each earlier head (row) writes.`;
}

function Scores({ data, tensors }: Props) {
  const { select, selected, whole } = useLink();
  const [hovered, setHovered] = useHover<Cell>();
  const grid = useMemo(
    () => gridOf(data, tensors.scores ? numbers(tensors.scores) : new Float32Array()),
    [data, tensors],
  );
  const reach = useMemo(() => reachOf(grid.values), [grid]);
  const signed = data.measure === "deviations";
  const scale = signed ? "diverging" : "sequential";
  const domain = [signed ? -reach : 0, reach] as const;
  const choose = (cell: Cell) => {
    const head = grid.chosen(cell);
    if (head !== undefined) select(head);
  };
  // Of one head each cell is another head; of pairs it is two, and their names lead to them.
  const clicks =
    data.head === ""
      ? { rowNames: selecting(grid.rowLabels, select), colNames: selecting(grid.colLabels, select) }
      : { onSelect: choose, selected: grid.cellOf(selected) };
  return (
    <div className="tf-pattern">
      <HeatMap
        values={grid.values}
        rows={grid.rowLabels.length}
        cols={grid.colLabels.length}
        rowLabels={grid.rowLabels}
        colLabels={grid.colLabels}
        scale={scale}
        domain={domain}
        progress={grid.progress}
        blankName="none: not in another layer"
        hovered={hovered}
        onHover={setHovered}
        {...clicks}
        cellName={grid.nameOf}
        maxHeight={whole ? 2000 : 560}
        maxCell={whole ? 64 : 38}
        label={
          data.head === "" ? "Composition scores of pairs of heads" : `Composition scores of ${data.head}`
        }
      />
      <footer className="tf-view-foot">
        <Legend
          scale={scale}
          domain={domain}
          label={`${data.part}-composition${signed ? ", deviations from chance" : ""}`}
        />
        {!signed && <small>{`by chance ${compact(data.chance)}`}</small>}
      </footer>
    </div>
  );
}

const CHOICES: Readonly<Record<CompositionParams["part"], string>> = {
  K: "K-composition",
  Q: "Q-composition",
  V: "V-composition",
};

function asked(head: string, part: CompositionParams["part"]): CompositionParams {
  return { head, part, layer: null, measure: "deviations", k: 20 };
}

export const composition: View<"composition"> = {
  title: "Composition",
  subjects: ["head", "model"],
  ofWeights: true,
  ask: ({ component }) => asked(component, "K"),
  Component: Composition,
  lines: {
    choices: CHOICES,
    ask: (key) => asked("", key === "Q" || key === "V" ? key : "K"),
    edges: edgesOf,
  },
};
