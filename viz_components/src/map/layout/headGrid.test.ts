import { expect, it } from "vitest";
import { headGrid } from "./headGrid";

it("keeps up to a dozen heads in one row and breaks more into even rows", () => {
  const lengths = (heads: number) => headGrid(heads, heads, 13, 17).rows.map((row) => row.length);
  expect([8, 12, 16, 25, 40].map(lengths)).toEqual([[8], [12], [8, 8], [13, 12], [10, 10, 10, 10]]);
});

it("does not part a group that fits into a row", () => {
  const grid = headGrid(32, 8, 13, 17);
  expect(grid.rows.map((row) => row.length)).toEqual([12, 12, 8]);
  expect(grid.groups.map(({ first, last }) => [first, last])).toEqual(
    Array.from({ length: 8 }, (_, group) => [group * 4, group * 4 + 3]),
  );
});

it("gives a group that is wider than a row rows of its own", () => {
  const grid = headGrid(40, 2, 13, 17);
  expect(grid.rows.map((row) => row.length)).toEqual([10, 10, 10, 10]);
  expect(grid.groups.map(({ group, first, last }) => [group, first, last])).toEqual([
    [0, 0, 19],
    [1, 20, 39],
  ]);
});

it("has no groups where every head has keys of its own", () => {
  expect(headGrid(8, 8, 13, 17).groups).toEqual([]);
});
