import { expect, test } from "vitest";
import { intervention, state } from "../testing/states";
import { positionsOf, toggled } from "./toggle";

const ABLATE = { label: "zero", operation: { op: "ablate", mode: "zero" } } as const;
const FREEZE = { label: "pattern", operation: { op: "freeze", what: "pattern" } } as const;
const EVERYWHERE = { actOn: "all", position: null } as const;

test("a press acts on what does not have the operation yet", () => {
  const held = state({ interventions: [intervention(["L0H0"])] });
  expect(toggled(held, EVERYWHERE, ABLATE, ["L0H0", "L0H1"])).toEqual({
    kind: "intervene",
    targets: ["L0H1"],
    operation: ABLATE.operation,
    source: null,
    donor: null,
    positions: "all",
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
  const frozen = intervention(["L0H0"], { id: "freeze", operation: FREEZE.operation });
  const held = state({ interventions: [intervention(["L0H0"]), frozen] });
  expect(toggled(held, EVERYWHERE, FREEZE, ["L0H0"])).toEqual({
    kind: "release",
    ids: ["freeze"],
    targets: [],
  });
});

test("held at all positions is not held for one token: a press there adds a second record", () => {
  const held = state({ interventions: [intervention(["L0H0"])] });
  const here = { actOn: "selected", position: 1 } as const;
  expect(toggled(held, here, ABLATE, ["L0H0"])).toMatchObject({
    kind: "intervene",
    targets: ["L0H0"],
    positions: [1],
  });
});

test("a press for one token lets go of that token's record alone", () => {
  const there = intervention(["L0H0"], { id: "there", positions: [{ index: 1, token: "a", role: null }] });
  const held = state({ interventions: [intervention(["L0H0"], { id: "all" }), there] });
  const release = (position: number) => toggled(held, { actOn: "selected", position }, ABLATE, ["L0H0"]);
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

test("positions are all, or the token that is read", () => {
  expect(positionsOf(state(), EVERYWHERE)).toBe("all");
  expect(positionsOf(state(), { actOn: "selected", position: 1 })).toEqual([1]);
  expect(positionsOf(state(), { actOn: "selected", position: null })).toEqual([2]);
  expect(positionsOf(state(), { actOn: "selected", position: 99 })).toEqual([2]);
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
