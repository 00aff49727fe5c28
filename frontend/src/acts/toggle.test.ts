import { expect, test } from "vitest";
import { intervention, LINEARISE, prompt, state } from "../testing/states";
import { positionsOf } from "./aim";
import { ablate, freeze, keep, knockout, PATCH } from "./operations";
import { toggled } from "./toggle";

const ABLATE = { label: "zero", operation: ablate("zero") };
const FREEZE = { label: "as usual", operation: freeze() };
const EVERYWHERE = { brush: [] };
const WHOLE = { source: null, donor: null, stored: null, replaces: null, gesture: null };

test("a press acts on what does not have the operation yet", () => {
  const held = state({ interventions: [intervention(["L0H0"])] });
  expect(toggled(held, EVERYWHERE, ABLATE, ["L0H0", "L0H1"])).toEqual({
    kind: "intervene",
    targets: ["L0H1"],
    operation: ABLATE.operation,
    positions: "all",
    ...WHOLE,
  });
});

test("a press on what has it lets go, by name where nothing else is there", () => {
  const held = state({ interventions: [intervention(["L0H0"]), intervention(["L0H1"])] });
  expect(toggled(held, EVERYWHERE, ABLATE, ["L0H0", "L0H1"])).toEqual({
    kind: "release",
    ids: [],
    targets: ["L0H0", "L0H1"],
  });
});

test("another operation on the same component stays", () => {
  const frozen = intervention(["L0H0"], { id: "freeze", operation: freeze("pattern") });
  const held = state({ interventions: [intervention(["L0H0"]), frozen] });
  expect(toggled(held, EVERYWHERE, FREEZE, ["L0H0"])).toEqual({
    kind: "release",
    ids: ["freeze"],
    targets: [],
  });
});

test("held at all positions is not held for one token: a press there adds a second record", () => {
  const held = state({ interventions: [intervention(["L0H0"])] });
  const here = { brush: [1] };
  expect(toggled(held, here, ABLATE, ["L0H0"])).toMatchObject({
    kind: "intervene",
    targets: ["L0H0"],
    positions: [1],
  });
});

test("a press for one token lets go of that token's record alone", () => {
  const there = intervention(["L0H0"], { id: "there", positions: [{ index: 1, token: "a", role: null }] });
  const held = state({ interventions: [intervention(["L0H0"], { id: "all" }), there] });
  const release = (position: number) => toggled(held, { brush: [position] }, ABLATE, ["L0H0"]);
  expect(release(1)).toEqual({ kind: "release", ids: ["there"], targets: [] });
  expect(release(2)).toMatchObject({ kind: "intervene", positions: [2] });
  expect(toggled(held, EVERYWHERE, ABLATE, ["L0H0"])).toEqual({
    kind: "release",
    ids: ["all"],
    targets: [],
  });
});

test("nothing selected means no act", () => {
  expect(toggled(state(), EVERYWHERE, ABLATE, [])).toBeNull();
});

test("positions are all, or the brushed tokens that there are", () => {
  expect(positionsOf(state(), EVERYWHERE)).toBe("all");
  expect(positionsOf(state(), { brush: [1, 2] })).toEqual([1, 2]);
  expect(positionsOf(state(), { brush: [1, 99] })).toEqual([1]);
  expect(positionsOf(state(), { brush: [99] })).toBe("all");
});

test("the same operation with values from elsewhere is another act", () => {
  const counterfactuals = [prompt("corrupt", "<bos>", "a", " c"), prompt("other", "<bos>", "a", " d")];
  const source = { kind: "prompt", prompt: "corrupt", donor: "plain" } as const;
  const held = state({
    counterfactuals,
    interventions: [intervention(["L0H0"], { operation: PATCH, source })],
  });
  const press = (from: string | null) =>
    toggled(held, EVERYWHERE, { label: "", operation: PATCH, source: from }, ["L0H0"]);
  expect([press(null)?.kind, press("corrupt")?.kind, press("other")?.kind]).toEqual([
    "release",
    "release",
    "intervene",
  ]);
});

test("attention that was knocked out is known by its keys, whatever stands there", () => {
  const operation = { ...knockout([1]), tokens: ["a"] };
  const held = state({ interventions: [intervention(["L0H0"], { operation })] });
  const press = (src: number) =>
    toggled(held, EVERYWHERE, { label: "", operation: knockout([src]) }, ["L0H0"]);
  expect([press(1)?.kind, press(2)?.kind]).toEqual(["release", "intervene"]);
});

test("what is kept is kept together, in place of what was kept before", () => {
  const way = { label: "", operation: keep("mean") };
  const held = state({ interventions: [intervention(["L0H0"], { id: "kept", operation: keep("mean") })] });
  expect(toggled(held, EVERYWHERE, way, ["L0H0", "L0H1"])).toMatchObject({
    targets: ["L0H0", "L0H1"],
    replaces: "kept",
  });
});

test("what holds the whole model needs no selection", () => {
  const way = { label: "", operation: LINEARISE };
  expect(toggled(state(), EVERYWHERE, way, [])).toMatchObject({ kind: "intervene", targets: [] });
  const held = state({ interventions: [intervention([], { id: "linear", operation: LINEARISE })] });
  expect(toggled(held, EVERYWHERE, way, ["L0H0"])).toEqual({ kind: "release", ids: ["linear"], targets: [] });
});

test("what is held by a group's name is let go by its id where a head of it is selected", () => {
  const held = state({ interventions: [intervention(["L0KV0"], { id: "group" })] });
  const structure = held.model?.structure;
  for (const layer of structure?.layers ?? []) {
    if (layer.attention) layer.attention.n_key_value_heads = layer.attention.n_heads / 2;
  }
  expect(toggled(held, EVERYWHERE, ABLATE, ["L0H1"])).toEqual({
    kind: "release",
    ids: ["group"],
    targets: [],
  });
  expect(toggled(held, EVERYWHERE, ABLATE, ["L0KV0"])).toEqual({
    kind: "release",
    ids: [],
    targets: ["L0KV0"],
  });
});
