import { useMemo, useState } from "react";
import { type Bar, DivergingBars } from "../bars/DivergingBars";
import { gridOf } from "../compare/grid";
import { Segments } from "../controls/Segments";
import { Select } from "../controls/Select";
import { signed } from "../format";
import { domainOf } from "../heatmap/cells";
import { HeatMap } from "../heatmap/HeatMap";
import { useHover } from "../hover";
import { Legend } from "../Legend";
import { colouringBy } from "../map/colouringBy";
import type { AttributionRow } from "../protocol/gen";
import { useHeld } from "../useHeld";
import { AtToken } from "./AtToken";
import { ContrastChoice, ContrastName } from "./ContrastChoice";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"logit_attribution">;

/** What each part of the model gives to a difference of logits. */
function LogitAttribution(props: Props) {
  const { data, params, change } = props;
  const heads = useMemo(() => data.rows.filter(({ component }) => HEAD.test(component)), [data.rows]);
  const map = params.face === "heads" && heads.length > 0;
  return (
    <>
      <div className="tf-view-controls">
        <ContrastChoice contrast={data.contrast} answer={params.answer} change={change} />
      </div>
      <Switches {...props} hasHeads={heads.length > 0} />
      <p className="tf-view-note">
        <ContrastName contrast={data.contrast} /> <b>{signed(data.total, 3)}</b> logits{" "}
        <AtToken text={data.token} position={data.position} />
        {data.soft_cap !== null && `; ${signed(data.given, 3)} behind the soft cap of ${data.soft_cap}`}
      </p>
      {map ? (
        <HeadMap heads={heads} others={othersOf(data.rows)} what={whatOf(data)} />
      ) : (
        <Parts {...props} />
      )}
    </>
  );
}

/** What the numbers are of, whichever run they come from. */
function whatOf({ contrast, position, token }: Props["data"]): string {
  return JSON.stringify([contrast, position, token]);
}

const HEAD = /^L\d+H\d+$/;

function Switches({ data, params, change, hasHeads }: Props & { readonly hasHeads: boolean }) {
  const by = data.mlps.length > 0 ? BY : { layer: BY.layer, component: BY.component };
  return (
    <div className="tf-view-controls">
      <Segments label="run" value={params.run} options={RUNS} onChange={(run) => change({ run })} />
      <Segments label="by" value={params.by} options={by} onChange={(chosen) => change({ by: chosen })} />
      {params.by === "neuron" && (
        <Select
          label="of"
          value={params.layer === null ? ALL : String(params.layer)}
          options={[[ALL, "all MLPs"], ...data.mlps.map((l) => [String(l), `mlp.${l}`] as const)]}
          onChange={(chosen) => change({ layer: chosen === ALL ? null : Number(chosen) })}
        />
      )}
      {params.by === "component" && hasHeads && (
        <Segments label="as" value={params.face} options={FACES} onChange={(face) => change({ face })} />
      )}
      {params.by !== "neuron" && !(params.face === "heads" && params.by === "component") && (
        <Segments
          label="order"
          value={params.order}
          options={ORDERS}
          onChange={(order) => change({ order })}
        />
      )}
    </div>
  );
}

const RUNS = { live: "live", plain: "plain" };
const BY = { layer: "layer", component: "component", neuron: "neuron" };
const FACES = { bars: "bars", heads: "heads" };
const ORDERS = { model: "model", size: "size" };
const ALL = "all";

/** A bar for each part; of very many the largest, and what the others come to. */
function Parts({ data, params }: Props) {
  const { selected, select, turn } = useLink();
  const [hovered, setHovered] = useHover<string>();
  const choose = (name: string) => {
    const [, mlp, neuron] = /^(mlp\.\d+)\.n(\d+)$/.exec(name) ?? [];
    if (mlp !== undefined && mlp === selected) turn?.("neuron", { neuron: Number(neuron) });
    else select(mlp ?? name);
  };
  const [whole, setWhole] = useState(false);
  const all = useMemo(() => barsOf(data.rows, params.order, MOST), [data.rows, params.order]);
  const bars = useMemo(
    () => (whole ? barsOf(data.rows, params.order, data.rows.length) : all),
    [all, data.rows, params.order, whole],
  );
  const more = data.rows.length > all.length;
  return (
    <div className="tf-view-text">
      <DivergingBars
        bars={bars}
        selected={bars.find(({ name }) => name === selected)?.name ?? null}
        onSelect={choose}
        hovered={hovered}
        onHover={setHovered}
        label="Direct logit attribution"
      />
      {more && (
        <button type="button" className="tf-quiet" onClick={() => setWhole(!whole)}>
          {whole ? `the ${MOST} largest` : `all ${data.rows.length}`}
        </button>
      )}
    </div>
  );
}

const MOST = 60;

/** In an order, at most so many and a rest. */
function barsOf(rows: readonly AttributionRow[], order: "model" | "size", most: number): Bar[] {
  const sized = [...rows].sort((one, other) => Math.abs(other.value) - Math.abs(one.value));
  const shown = new Set(sized.slice(0, most));
  const small = sized.slice(most);
  const ordered = order === "size" ? sized : rows;
  const bars: Bar[] = ordered
    .filter((row) => shown.has(row))
    .map(({ component, value }) => ({ name: component, value, rest: !isPart(component) }));
  if (small.length > 0) bars.push({ name: `${small.length} smaller`, value: sum(small), rest: true });
  return bars;
}

function sum(rows: readonly AttributionRow[]): number {
  return rows.reduce((total, { value }) => total + value, 0);
}

/** Whether it can be selected: biases, interventions and rests can't. */
function isPart(name: string): boolean {
  return /^(L\d+H\d+|(attn|mlp)\.\d+(\.n\d+)?|embed|pos_embed)$/.test(name);
}

interface HeadMapProps {
  readonly heads: readonly AttributionRow[];
  readonly others: number;
  /** Of what they are, on which prompt, by whatever run. */
  readonly what: string;
}

/** Layers by heads. */
function HeadMap({ heads, others, what }: HeadMapProps) {
  const { selected, select, whole } = useLink();
  const [hovered, setHovered] = useHover<{ row: number; col: number }>();
  const { grid, ends } = useMemo(() => {
    const values = Float32Array.from(heads, ({ value }) => value);
    return {
      grid: gridOf(
        heads.map(({ component }) => component),
        values,
      ),
      ends: domainOf(values, "diverging"),
    };
  }, [heads]);
  const domain = useHeld(ends, what);
  return (
    <div className="tf-view-text">
      <HeatMap
        values={grid.values}
        rows={grid.rowLabels.length}
        cols={grid.colLabels.length}
        rowLabels={grid.rowLabels}
        colLabels={grid.colLabels}
        scale="diverging"
        domain={domain}
        hovered={hovered}
        onHover={setHovered}
        onSelect={(cell) => {
          const head = grid.headAt(cell);
          if (head !== undefined) select(head);
        }}
        selected={grid.cellOf(heads.some(({ component }) => component === selected) ? selected : null)}
        cellName={(cell) => grid.headAt(cell) ?? "no head"}
        maxHeight={whole ? 900 : 420}
        maxCell={whole ? 60 : 40}
        label="Direct logit attribution of each head"
      />
      <footer className="tf-view-foot">
        <Legend scale="diverging" domain={domain} label="logits" />
        <small>{`heads ${signed(sum(heads), 3)}, everything else ${signed(others, 3)}`}</small>
      </footer>
    </div>
  );
}

function othersOf(rows: readonly AttributionRow[]): number {
  return sum(rows.filter(({ component }) => !HEAD.test(component)));
}

const ask: View<"logit_attribution">["ask"] = ({ component, layer, position }) => ({
  position,
  run: "live",
  answer: null,
  distractor: null,
  by: component.startsWith("mlp.") ? "neuron" : "component",
  layer: component.startsWith("mlp.") ? layer : null,
  k: 40,
  face: "bars",
  order: "model",
});

export const logit_attribution: View<"logit_attribution"> = {
  title: "Attribution",
  subjects: ["prompt", "unembed", "mlp"],
  ask,
  Component: LogitAttribution,
  paints: {
    choices: { component: "direct logit attribution" },
    ask: (_key, aim) => ask({ ...aim, component: "" }),
    colouring: (_key, { rows }) =>
      colouringBy(
        rows.map(({ component }) => component),
        rows.map(({ value }) => value),
        "direct logit attribution",
      ),
  },
};
