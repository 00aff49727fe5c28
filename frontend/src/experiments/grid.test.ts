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
    columns: { values: Float32Array.from(VALUES) },
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

test("estimates come all at once, and what was not patched is no cell of the others", () => {
  const attributed = experiment({ columns: ["values", "estimate"] });
  const found = tensors([5, Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN], [3, 4, 2, 1, 1, 0]);
  const estimate = Float32Array.of(5, 4, 2.5, 2, Number.NaN, Number.NaN);
  const all = { ...found, estimate: { dtype: "float32" as const, shape: [6], data: estimate } };
  const patched = gridOf(attributed, all);
  expect([...(patched?.progress ?? [])]).toEqual([3, 0, 2, 1, 1, 0]);
  const estimated = gridOf(attributed, all, "estimate");
  expect([...(estimated?.progress ?? [])]).toEqual([3, 2, 2, 2, 1, 0]);
  expect([...(estimated?.values ?? [])].slice(0, 4)).toEqual([5, 4, 2.5, 2]);
});

test("cells are counted that were computed", () => {
  expect(computed({ progress: Uint8Array.of(0, 1, 2, 3, 2) })).toBe(2);
});

test("two experiments agree where their cells stand for the same, at other tokens too", () => {
  const over = (layers: string[], tokens: string[]) => {
    const axes = [
      { name: "layer", labels: layers },
      { name: "pos", labels: tokens },
    ];
    const grid = gridOf(experiment({ axes }), tensors(VALUES, PROGRESS));
    if (!grid) throw new Error("no grid");
    return grid;
  };
  const one = over(["0", "1"], ["0 a", "1 b", "2 c"]);
  expect(agree(one, over(["0", "1"], ["0 x", "1 b", "2 c"]))).toBe(true);
  expect(agree(one, over(["0", "2"], ["0 a", "1 b", "2 c"]))).toBe(false);
  expect(agree(one, over(["0", "1"], ["0 a", "1 b"]))).toBe(false);
  expect(gridOf(experiment({ axes: [] }), {})).toBeNull();
});
