import { expect, it } from "vitest";
import { beside } from "./HeatMapTip";

const PLOT = {
  width: 240,
  height: 240,
  cellWidth: 20,
  cellHeight: 20,
  labelWidth: 60,
  footHeight: 70,
  upright: false,
};

it("stands above the row, where the rows of a triangle have ended", () => {
  expect(beside({ row: 4, col: 0 }, PLOT, { width: 100, triangular: true })).toEqual({ top: 50, left: 152 });
});

it("stands below the first rows, clear of the cells there", () => {
  expect(beside({ row: 0, col: 0 }, PLOT, { width: 100, triangular: true })).toEqual({ top: 26, left: 132 });
});

it("stays inside at the right", () => {
  expect(beside({ row: 11, col: 11 }, PLOT, { width: 150, triangular: true })).toEqual({
    top: 190,
    left: 156,
  });
});

it("stands beside the cell where every cell is filled", () => {
  expect(beside({ row: 4, col: 1 }, PLOT, { width: 100 })).toEqual({ top: 50, left: 112 });
});

it("stands below a row that the labels above have been scrolled away from", () => {
  expect(beside({ row: 4, col: 1 }, PLOT, { width: 100, scrolled: 60 })).toEqual({ top: 106, left: 112 });
  expect(beside({ row: 4, col: 1 }, PLOT, { width: 100, lines: 2 })).toEqual({ top: 34, left: 112 });
});

it("leaves the names of the columns in sight: beside a low map, or below them", () => {
  const low = { ...PLOT, height: 40 };
  const tip = { width: 100, lines: 2 };
  expect(beside({ row: 1, col: 1 }, low, { ...tip, room: 600 })).toEqual({ top: 20, left: 312 });
  expect(beside({ row: 1, col: 1 }, low, { ...tip, room: 330 })).toEqual({ top: 116, left: 66 });
});
