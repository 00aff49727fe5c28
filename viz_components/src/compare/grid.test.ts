import { expect, it } from "vitest";
import { gridOf } from "./grid";

const HEADS = ["L0H0", "L0H1", "L2H0"];
const grid = gridOf(HEADS, Float32Array.of(0.25, 0.5, 1));

it("lays heads out with the highest layer on top, and no value where a layer has fewer", () => {
  expect([...grid.values]).toEqual([1, Number.NaN, 0.25, 0.5]);
  expect([grid.rowLabels, grid.colLabels]).toEqual([
    ["L2", "L0"],
    ["0", "1"],
  ]);
});

it("finds a head by its cell and a cell by its head", () => {
  expect(HEADS.map((head) => grid.headAt(grid.cellOf(head) ?? { row: 9, col: 9 }))).toEqual(HEADS);
  expect([grid.headAt({ row: 0, col: 1 }), grid.cellOf(null), grid.cellOf("L9H9")]).toEqual([
    undefined,
    null,
    null,
  ]);
});

it("is empty without heads, and refuses what is no head", () => {
  expect(gridOf([], new Float32Array()).rowLabels).toEqual([]);
  expect(() => gridOf(["mlp.0"], Float32Array.of(1))).toThrow("mlp.0 is no head");
});
