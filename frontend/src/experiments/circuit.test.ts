import type { FeedData, Tensor } from "@trafolab/viz";
import { expect, test } from "vitest";
import { experiment, tensors } from "../testing/experiments";
import { structure } from "../testing/states";
import { circuitOf, circuitOnMap, edgesOf, faithfulnessSpec, faithfulOf, pathOnMap } from "./circuit";
import { gridOf } from "./grid";

const numbers = (...values: number[]): Tensor => ({
  dtype: "float32",
  shape: [values.length],
  data: Float32Array.from(values),
});

const DATA: FeedData["circuit"] = {
  experiment: experiment(),
  n_cells: 30,
  seconds_left: null,
  edges: [
    { sender: "mlp.1", receiver: "logits" },
    { sender: "L0H2", receiver: "L1H3.k" },
    { sender: "resid_pre.0", receiver: "attn.0" },
  ],
  n_grown: 12,
  tried: [],
};
const TENSORS = {
  order: numbers(1, 2, Number.NaN),
  estimate: numbers(3, 6, 5),
  values: numbers(4, Number.NaN, 5.5),
};

test("edges have their effects, and as which they join", () => {
  const edges = edgesOf(DATA, TENSORS);
  expect(edges.map(({ key, order, estimated, patched }) => [key, order, estimated, patched])).toEqual([
    ["mlp.1 → logits", 1, -2, -1],
    ["L0H2 → L1H3.k", 2, 1, null],
    ["resid_pre.0 → attn.0", null, 0, 0.5],
  ]);
  expect(circuitOf(edges, 1)).toEqual(edges.slice(0, 1));
  expect(circuitOf(edges, 9)).toEqual(edges.slice(0, 2));
});

test("over pairs they have an interval too, where they were patched", () => {
  const intervals = { low: numbers(3.5, Number.NaN, 5), high: numbers(4.5, Number.NaN, 6) };
  const edges = edgesOf(DATA, { ...TENSORS, ...intervals });
  expect(edges.map(({ interval }) => interval)).toEqual([[-1.5, -0.5], null, [0, 1]]);
  expect(circuitOnMap(edges, 2).edges[0]?.note).toContain("patched −1.00 (95 % interval −1.50 to −0.50)");
});

test("on the map they end where their readers are drawn", () => {
  const { edges, reach } = circuitOnMap(edgesOf(DATA, TENSORS), 2);
  expect(edges.map(({ sender, receiver, part, effect }) => [sender, receiver, part, effect])).toEqual([
    ["mlp.1", "unembed", "", -2],
    ["L0H2", "L1H3", "k", 1],
  ]);
  expect(edges[0]?.note).toBe(
    "mlp.1 → logits\nestimated −2.00\npatched −1.00\njoins the circuit as number 1",
  );
  expect(reach).toBe(2);
  expect(circuitOnMap(edgesOf(DATA, TENSORS), 2, 5).reach).toBe(5);
});

test("a circuit asks how faithful it is with the counterfactual that it was found with", () => {
  const spec = {
    experiment: "edges",
    direction: "noise",
    source: "second",
    verify: 1,
    sample: 1,
    seed: 0,
    steps: 1,
    over: "ioi",
  } as const;
  expect(faithfulnessSpec(spec, circuitOf(edgesOf(DATA, TENSORS), 1), "e7")).toMatchObject({
    edges: [{ sender: "mlp.1", receiver: "logits" }],
    source: "second",
    over: "ioi",
    operation: "patch",
    found_by: "e7",
  });
});

test("a path leads from each sender to all receivers, by its largest effect", () => {
  const path = experiment(
    {
      spec: {
        experiment: "path",
        sender: "z",
        receivers: ["L1H3.q", "logits"],
        via: "direct",
        norm: "live",
        by_position: true,
        direction: "noise",
        source: null,
        over: null,
        by: null,
      },
      axes: [
        { name: "layer", labels: ["0"] },
        { name: "head", labels: ["0", "1"] },
        { name: "pos", labels: ["0 a", "1 b", "2 c"] },
      ],
      application: {
        operation: { op: "patch", subspace: null, src: [], tokens: [] },
        base: "clean",
        source: "corrupt",
        each: [],
        targets: ["L0H0.z", "L0H1.z"],
        also: [],
        reason: "two passes",
      },
    },
    { held: ["mlp.0"] },
  );
  const grid = gridOf(path, tensors([5, 4, 7, 5, 5, 5], [2, 2, 2, 2, 2, 2]));
  const drawn = grid && pathOnMap(path, grid, structure());
  expect(drawn?.edges.map(({ sender, receiver, part, effect }) => [sender, receiver, part, effect])).toEqual([
    ["L0H0", "L1H3", "q", 2],
    ["L0H0", "unembed", "", 2],
  ]);
  expect(drawn?.held).toEqual(["mlp.0"]);
});

test("scores are shares of the metric between both runs", () => {
  const found = experiment({ axes: [{ name: "edges kept", labels: ["a", "b", "c", "d"] }] });
  const grid = gridOf(found, tensors([1, -3, -3, Number.NaN], [2, 2, 2, 1]));
  const { info } = found;
  expect(grid && info && faithfulOf(grid, info)).toEqual({ circuit: 0.5, nothing: 0, random: [0] });
  expect(grid && info && faithfulOf(grid, { ...info, other: 5 })).toBeNull();
});
