import type { Constant } from "@trafolab/viz";
import { expect, test } from "vitest";
import { intervention } from "../testing/states";
import { both, edited, moved, sourceOf } from "./editing";
import { ablate, freeze, scale } from "./operations";
import type { Operation } from "./records";

const { stamp } = intervention([]);
const AT = [
  { index: 1, token: "a", role: null },
  { index: 2, token: " b", role: null },
];

test("an edit keeps what it does not name, and stands in the same place", () => {
  const old = intervention(["mlp.0"], { id: "scale-1", operation: scale(0.5), positions: AT });
  expect(edited(old, { operation: () => scale(2) }, "drag")).toEqual({
    kind: "intervene",
    targets: ["mlp.0"],
    operation: scale(2),
    source: null,
    donor: null,
    positions: [1, 2],
    stored: null,
    replaces: "scale-1",
    gesture: "drag",
  });
  expect(edited(old, { positions: [2] }).positions).toEqual([2]);
  expect(edited(old, { positions: [] }).positions).toBe("all");
});

test("what is frozen keeps its values when it moves", () => {
  const parts = [{ tensor: "abc", hook: "blocks.0.attn.hook_pattern", shape: [3, 3] }];
  const source = { kind: "snapshot", parts, run: { ...stamp, interventions: "live" }, n_tokens: 3 } as const;
  const old = intervention(["L0H1"], { operation: freeze("pattern"), source });
  expect(edited(old, { positions: [1] })).toMatchObject({ stored: ["abc"], source: null, donor: "live" });
});

test("a mean is named by what it was taken over", () => {
  const source: Constant = {
    kind: "constant",
    parts: [],
    reference: "names",
    over: null,
    n: 4,
    n_tokens: null,
    run: stamp,
  };
  const old = intervention(["L0H1"], { operation: ablate("mean"), source });
  expect(sourceOf(old)).toBe("names");
  expect(edited(old, { operation: () => ablate("zero"), source: null })).toMatchObject({
    source: null,
    stored: null,
  });
});

test("of two changes that meet, both are made", () => {
  const old = intervention(["mlp.0"], { operation: scale(0.5), positions: AT });
  const doubled = {
    operation: (operation: Operation) => scale(operation.op === "scale" ? 2 * operation.factor : 0),
  };
  expect(edited(old, both(both(doubled, { positions: [2] }), doubled))).toMatchObject({
    operation: scale(2),
    positions: [2],
  });
});

test("moving one of a list", () => {
  expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], "c", 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], "b", 9)).toEqual(["a", "c", "b"]);
});
