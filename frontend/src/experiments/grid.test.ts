import { expect, test } from "vitest";
import { experiment, tensors } from "../testing/experiments";
import { agree, computed, gridOf } from "./grid";

const VALUES = [5, 4, 3, 2, 1, 9];
const PROGRESS = [3, 2, 2, 2, 2, 1];

test("the last axis stands across, tokens without their index, and what is not there has no value", () => {
  expect(gridOf(experiment(), tensors(VALUES, PROGRESS))).toEqual({
    rows: 2,
    cols: 3,
    rowLabels: ["0", "1"],
    colLabels: ["<bos>", "a", " b"],
    names: ["layer", "pos"],
    values: Float32Array.of(5, 4, 3, 2, 1, Number.NaN),
    progress: Uint8Array.from(PROGRESS),
    byPosition: true,
  });
});

test("layers and heads fold into rows, and one axis alone stands down", () => {
  const layer = { name: "layer", labels: ["0", "1"] };
  const head = { name: "head", labels: ["0", "1"] };
  const pos = { name: "pos", labels: ["0 a", "1 b"] };
  const folded = gridOf(
    experiment({ axes: [layer, head, pos] }),
    tensors(Array(8).fill(1), Array(8).fill(2)),
  );
  expect([folded?.rowLabels, folded?.names]).toEqual([
    ["0.0", "0.1", "1.0", "1.1"],
    ["layer.head", "pos"],
  ]);
  const heads = gridOf(experiment({ axes: [layer, head] }), tensors([1, 2, 3, 4], [2, 2, 2, 2]));
  expect([heads?.rowLabels, heads?.colLabels, heads?.byPosition]).toEqual([["0", "1"], ["0", "1"], false]);
  const layers = gridOf(experiment({ axes: [layer] }), tensors([1, 2], [2, 2]));
  expect([layers?.rows, layers?.cols, layers?.colLabels]).toEqual([2, 1, [""]]);
});

test("cells are counted that were computed", () => {
  expect(computed({ progress: Uint8Array.of(0, 1, 2, 3, 2) })).toBe(2);
});

test("two experiments agree where their cells stand for the same", () => {
  const one = gridOf(experiment(), tensors(VALUES, PROGRESS));
  const other = gridOf(
    experiment({ axes: [experiment().axes[0] ?? never(), { name: "pos", labels: ["0 x", "1 a", "2  b"] }] }),
    tensors(VALUES, PROGRESS),
  );
  expect(one && agree(one, one)).toBe(true);
  expect(one && other && agree(one, other)).toBe(false);
  expect(gridOf(experiment({ axes: [] }), {})).toBeNull();
});

function never(): never {
  throw new Error("no axis");
}
