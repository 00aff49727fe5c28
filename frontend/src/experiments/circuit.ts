// The edges of a circuit: as the map draws them, and how much of the metric they carry alone. Pure.
import {
  type EdgesSpec,
  type Experiment,
  type ExperimentInfo,
  type FaithfulnessSpec,
  type FeedData,
  type MapEdge,
  type MapEdges,
  numbers,
  type Structure,
  type Tensor,
} from "@trafolab/viz";
import { targetIndex } from "../model/targets";
import { signed } from "../ui/numbers";
import type { Grid } from "./grid";
import { leastScale } from "./reading";
import { targetsOf } from "./spots";

/** How many edges of a circuit can be looked at. */
export const MOST_EDGES = 400;

export interface CircuitEdge {
  readonly key: string;
  readonly sender: string;
  readonly receiver: string;
  /** As which it joined, from 1 on; null where it leads nowhere. */
  readonly order: number | null;
  /** What it changes when it alone carries the other run's values, as a gradient says. */
  readonly estimated: number;
  /** The same as it is; null where it was not patched. */
  readonly patched: number | null;
  /** Of a mean over pairs that were patched: where it is by 95 %. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** The edges that a view has, in the order in which they join. */
export function edgesOf(data: FeedData["circuit"], tensors: Readonly<Record<string, Tensor>>): CircuitEdge[] {
  const [order, estimate, values, low, high] = COLUMNS.map((name) => column(tensors[name]));
  const baseline = data.experiment.info?.baseline ?? 0;
  return data.edges.map(({ sender, receiver }, i) => ({
    key: `${sender} → ${receiver}`,
    sender,
    receiver,
    order: known(order?.[i]),
    estimated: (estimate?.[i] ?? Number.NaN) - baseline,
    patched: less(known(values?.[i]), baseline),
    interval: both(less(known(low?.[i]), baseline), less(known(high?.[i]), baseline)),
  }));
}

const COLUMNS = ["order", "estimate", "values", "low", "high"] as const;
const both = (low: number | null, high: number | null) =>
  low === null || high === null ? null : ([low, high] as const);
const column = (tensor: Tensor | undefined) => tensor && numbers(tensor);
const known = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
const less = (value: number | null, baseline: number) => (value === null ? null : value - baseline);

/** The first so many of them. */
export function circuitOf(edges: readonly CircuitEdge[], n: number): CircuitEdge[] {
  return edges.filter(({ order }) => order !== null && order <= n);
}

/** A circuit on the map; colours and widths end at the largest edge that there is, so that they stay as more join. */
export function circuitOnMap(
  edges: readonly CircuitEdge[],
  n: number,
  least = 0,
  pairs: number | null = null,
): MapEdges {
  const lines = circuitOf(edges, n).map((edge): MapEdge => {
    const { component, part } = receiverOf(edge.receiver);
    const { key, sender, estimated } = edge;
    return { key, sender, receiver: component, part, effect: estimated, note: noteOf(edge) };
  });
  return {
    edges: lines,
    held: [],
    reach: reach([least, ...edges.map(({ estimated }) => estimated)]),
    label: `effect of an edge, estimated${pairs === null ? "" : `, mean over ${pairs} pairs`}`,
  };
}

/** What a patch of it gave, with the interval of a mean over pairs; empty where it was not patched. */
export function patchedSaid({ patched, interval }: CircuitEdge): string {
  if (patched === null) return "";
  const about = interval && ` (95 % interval ${signed(interval[0])} to ${signed(interval[1])})`;
  return `patched ${signed(patched)}${about ?? ""}`;
}

function noteOf(edge: CircuitEdge): string {
  const { key, order, estimated } = edge;
  const said = patchedSaid(edge);
  const true_ = said === "" ? [] : [said];
  return [key, `estimated ${signed(estimated)}`, ...true_, `joins the circuit as number ${order}`].join("\n");
}

/** The component that a receiver is on the map, and which part of it. */
function receiverOf(receiver: string): { component: string; part: string } {
  if (receiver === "logits") return { component: "unembed", part: "" };
  const [, component, part] = /^(L\d+(?:H|KV)\d+)\.(\w+)$/.exec(receiver) ?? [];
  return component && part ? { component, part } : { component: receiver, part: "" };
}

function reach(effects: readonly number[]): number {
  return effects.reduce(
    (most, effect) => (Number.isNaN(effect) ? most : Math.max(most, Math.abs(effect))),
    0,
  );
}

/** A path experiment on the map: from each sender to the receivers, with what is held on the way. Over positions the
 * largest effect either way. */
export function pathOnMap(experiment: Experiment, grid: Grid, structure: Structure): MapEdges | null {
  const { spec, info } = experiment;
  if (spec.experiment !== "path" || !info) return null;
  const effects = new Map<string, number>();
  for (let index = 0; index < grid.rows * grid.cols; index++) {
    const effect = (grid.values[index] ?? Number.NaN) - info.baseline;
    const cell = { row: Math.floor(index / grid.cols), col: index % grid.cols };
    for (const target of targetsOf(experiment, grid, cell))
      if (Math.abs(effect) >= Math.abs(effects.get(target) ?? 0)) effects.set(target, effect);
  }
  const componentsOf = targetIndex(structure);
  const edges = [...effects].flatMap(([target, effect]) =>
    spec.receivers.flatMap((receiver): MapEdge[] => {
      const [sender] = componentsOf(target);
      const { component, part } = receiverOf(receiver);
      const key = `${target} → ${receiver}`;
      const note = `${key}\n${viaSaid[spec.via]}: ${signed(effect)}`;
      return sender && effect !== 0 ? [{ key, sender, receiver: component, part, effect, note }] : [];
    }),
  );
  return {
    edges,
    held: info.held,
    reach: reach([leastScale(info, "effect"), ...effects.values()]),
    label: "effect along the path",
  };
}

const viaSaid = { direct: "directly", mlps: "directly and through MLPs", all: "any way" } as const;

/** The experiment that says how much of the metric a circuit carries alone. */
export function faithfulnessSpec(
  { source, over }: EdgesSpec,
  edges: readonly CircuitEdge[],
  found_by: string,
): FaithfulnessSpec {
  return {
    experiment: "faithfulness",
    edges: edges.map(({ sender, receiver }) => ({ sender, receiver })),
    operation: "patch",
    source,
    reference: null,
    random: 10,
    seed: 0,
    over,
    found_by,
  };
}

/** Shares of the metric that are left: of the circuit, without any edge, and of random circuits of its size. */
export interface Faithful {
  readonly circuit: number | null;
  readonly nothing: number | null;
  readonly random: readonly number[];
}

/** Of the metric between both runs, below which nothing can be lost. */
const LEAST_SPAN = 1e-3;

/** What an experiment on faithfulness found by now; null where both runs hardly differ. */
export function faithfulOf(grid: Grid, { baseline, other }: ExperimentInfo): Faithful | null {
  if (other === null || Math.abs(baseline - other) < LEAST_SPAN) return null;
  const scores = Array.from(grid.values, (value) => (value - other) / (baseline - other));
  const [circuit, nothing, ...random] = scores;
  return {
    circuit: known(circuit),
    nothing: known(nothing),
    random: random.filter((each) => !Number.isNaN(each)),
  };
}
