import { expect, test } from "vitest";
import { experiment } from "../testing/experiments";
import { pairSet } from "../testing/states";
import { gaveOf, placeOf, setOf } from "./behind";

const AXES = ["layer", "head", "role"].map((name, i) => ({
  name,
  labels: Array.from({ length: i + 2 }, (_, n) => `${n}`),
}));

test("a cell's place along each axis", () => {
  const found = Array.from({ length: 24 }, (_, index) => placeOf({ axes: AXES }, index).join(""));
  expect([found[0], found[5], found[23]]).toEqual(["000", "011", "123"]);
  expect(new Set(found).size).toBe(24);
});

test("what each pair gave, the largest effect first, without those that lack the cell", () => {
  const pair = (baseline: number | null) => ({ clean: "a", corrupt: "b", baseline, other: null });
  const gave = gaveOf([pair(1), pair(2), pair(3), pair(null)], Float32Array.of(2, -2, Number.NaN, 1));
  expect(gave.map(({ index, value, effect }) => [index, value, effect])).toEqual([
    [1, -2, -4],
    [0, 2, 1],
  ]);
});

test("pairs are opened only while the set holds the same ones", () => {
  const spec = { ...experiment().spec, over: "ioi" };
  const made = experiment({ spec } as never, { n_pairs: 2, pairs: "t" });
  expect(setOf({ pairs: [pairSet()] }, made)).toBe("ioi");
  expect(setOf({ pairs: [pairSet({ tensor: "other" })] }, made)).toBeNull();
  expect(setOf({ pairs: [] }, made)).toBeNull();
  expect(setOf({ pairs: [pairSet()] }, experiment())).toBeNull();
});
