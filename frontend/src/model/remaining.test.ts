import type { MapEdge, MapEdges } from "@trafolab/viz";
import { expect, test } from "vitest";
import { structure } from "../testing/states";
import { type Filter, fadedOf, NO_FILTER } from "./fading";
import { edgesLeft, remainingOf } from "./remaining";

const model = structure();
const edge = (sender: string, receiver: string, effect: number): MapEdge => ({
  key: `${sender} → ${receiver}`,
  sender,
  receiver,
  part: "",
  effect,
  note: "",
});
const edges: MapEdges = {
  edges: [edge("L0H0", "L1H2", -2), edge("L0H1", "L1H2", 0.5), edge("mlp.0", "unembed", 1)],
  held: [],
  reach: 2,
  label: "",
};
const keys = (filter: Partial<Filter>) =>
  edgesLeft(model, { ...NO_FILTER, ...filter }, edges)?.edges.map(({ key }) => key);

test("a threshold thins the lines by their size, whatever their sign", () => {
  expect(keys({ threshold: 0.5 })).toEqual(["L0H0 → L1H2", "mlp.0 → unembed"]);
  expect(keys({ threshold: 1 })).toEqual(["L0H0 → L1H2"]);
  expect(edgesLeft(model, NO_FILTER, edges)).toBe(edges);
  expect(edgesLeft(model, NO_FILTER, undefined)).toBeUndefined();
});

test("of what is named the lines into it and out of it are left", () => {
  expect(keys({ names: "L1H2" })).toEqual(["L0H0 → L1H2", "L0H1 → L1H2"]);
  expect(keys({ names: "L1H2", threshold: 0.5 })).toEqual(["L0H0 → L1H2"]);
});

function remaining(filter: Partial<Filter>, shown: { numbers?: Record<string, number>; lines?: MapEdges }) {
  const asked = { ...NO_FILTER, ...filter };
  const colouring = shown.numbers && { values: shown.numbers, label: "" };
  const faded = fadedOf(model, asked, colouring);
  return remainingOf(model, asked, { faded, colouring, edges: edgesLeft(model, asked, shown.lines) });
}

test("what remains is what is named; of a range of layers its heads and MLPs", () => {
  expect(remaining({ names: "ln1.0 L1H0 L1H1" }, {})).toEqual(["ln1.0", "L1H0", "L1H1"]);
  expect(remaining({ names: "1" }, {})).toEqual(["L1H0", "L1H1", "L1H2", "L1H3", "mlp.1"]);
  expect(remaining({}, {})).toBeNull();
  expect(remaining({ names: "nobody" }, {})).toEqual([]);
});

test("with a threshold it is what has such a number, of whatever kind", () => {
  const numbers = { L0H0: -4, L0H1: 1, "resid_pre.1": 3 };
  expect(remaining({ threshold: 0.5 }, { numbers })).toEqual(["L0H0", "resid_pre.1"]);
  expect(remaining({ threshold: 0.5, names: "L0H*" }, { numbers })).toEqual(["L0H0"]);
  expect(remaining({ threshold: 0.5 }, {})).toBeNull();
});

test("where there are lines it is their ends, but for the unembedding", () => {
  expect(remaining({}, { lines: edges })).toEqual(["L0H0", "L0H1", "mlp.0", "L1H2"]);
  expect(remaining({ threshold: 0.5 }, { lines: edges })).toEqual(["L0H0", "mlp.0", "L1H2"]);
});

test("what is named stays in sight whether or not lines end in it, until these are thinned", () => {
  expect(remaining({ names: "L0H* L1H0" }, { lines: edges })).toEqual(remaining({ names: "L0H* L1H0" }, {}));
  expect(remaining({ names: "L0H* L1H0", threshold: 0.5 }, { lines: edges })).toEqual(["L0H0"]);
});
