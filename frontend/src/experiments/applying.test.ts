import { expect, test } from "vitest";
import { PATCH } from "../acts/operations";
import { experiment, tensors } from "../testing/experiments";
import { intervention, prompt, state } from "../testing/states";
import { applying, heldCells } from "./applying";
import { type Grid, gridOf } from "./grid";
import { cellName } from "./spots";

const APPLICATION = {
  operation: PATCH,
  base: "clean",
  source: "corrupt",
  each: [],
  targets: [],
  also: [],
  reason: null,
};
const SWEEP = experiment();
const GRID = made(SWEEP);
const STATE = state({
  clean: prompt("clean", "<bos>", "a", " b"),
  counterfactuals: [prompt("corrupt", "<bos>", "c", " b")],
});

function made(from = SWEEP): Grid {
  const grid = gridOf(from, tensors([1, 2, 3, 4, 5, 6], [2, 2, 2, 2, 2, 2]));
  if (!grid) throw new Error("no grid");
  return grid;
}

const patched = (target: string, index: number) =>
  intervention([target], {
    id: `${target}@${index}`,
    operation: PATCH,
    source: { kind: "prompt", prompt: "corrupt", donor: "plain" },
    positions: [{ index, token: "a", role: null }],
  });

test("a click makes a cell's change by hand, at its own position", () => {
  expect(applying(STATE, SWEEP, GRID, { row: 1, col: 2 })).toEqual({
    action: {
      kind: "intervene",
      targets: ["resid_pre.1"],
      operation: PATCH,
      source: "corrupt",
      donor: null,
      positions: [2],
      stored: null,
      replaces: null,
      gesture: null,
    },
  });
});

test("another cell takes the place of the one in force, and the same one lets go", () => {
  const held = { ...STATE, interventions: [intervention(["L0H0"]), patched("resid_pre.0", 1)] };
  expect(heldCells(held, SWEEP, GRID).map(({ cell }) => cell)).toEqual([{ row: 0, col: 1 }]);
  expect(applying(held, SWEEP, GRID, { row: 1, col: 2 })).toMatchObject({
    action: { kind: "intervene", replaces: "resid_pre.0@1" },
  });
  expect(applying(held, SWEEP, GRID, { row: 0, col: 1 })).toEqual({
    action: { kind: "release", ids: ["resid_pre.0@1"], targets: [] },
  });
});

test("without positions each cell has a target of its own", () => {
  const axes = [
    { name: "layer", labels: ["0", "1"] },
    { name: "head", labels: ["0", "1", "2"] },
  ];
  const targets = ["L0H0.z", "L0H1.z", "L0H2.z", "L1H0.z", "L1H1.z", ""];
  const heads = experiment({
    axes,
    application: { ...APPLICATION, targets },
  });
  const grid = made(heads);
  expect(applying(STATE, heads, grid, { row: 1, col: 1 })).toMatchObject({
    action: { targets: ["L1H1.z"], positions: "all" },
  });
  expect(cellName(heads, grid, { row: 1, col: 1 })).toBe("L1H1.z");
  expect(applying(STATE, heads, grid, { row: 1, col: 2 })).toHaveProperty("problem");
  expect(cellName(SWEEP, GRID, { row: 1, col: 2 })).toBe("resid_pre.1 at ·b (2)");
});

test("what can't be made by hand says why", () => {
  const application = { ...APPLICATION, targets: ["resid_pre.0"], reason: "It is another run." };
  expect(applying(STATE, experiment({ application }), GRID, { row: 0, col: 0 })).toMatchObject({
    problem: { what: "The change of this cell can't be made to stay: It is another run." },
  });
});

test("a cell that was found on another prompt is not applied to this one", () => {
  const moved = { ...STATE, clean: prompt("clean", "<bos>", "z", " b") };
  expect(applying(moved, SWEEP, GRID, { row: 1, col: 2 })).toMatchObject({
    problem: { what: "This was found on another prompt. Run it again here to apply its cells." },
  });
});
