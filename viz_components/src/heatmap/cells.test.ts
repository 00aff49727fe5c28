import { expect, it } from "vitest";
import { colourTable } from "../scales";
import { cellPixels, domainOf, missing, thinned, walkCells } from "./cells";
import { geometry } from "./geometry";
import { within } from "./scrolledTo";

it("centres a diverging domain on zero", () => {
  expect(domainOf(Float32Array.of(1, -3, Number.NaN), "diverging")).toEqual([-3, 3]);
  expect(domainOf(Float32Array.of(0, 0), "diverging")).toEqual([-1, 1]);
  expect(domainOf(Float32Array.of(0.2), "sequential")).toEqual([0, 1]);
});

it("colours cells by value, leaving missing ones and those above the diagonal clear", () => {
  const table = colourTable("sequential", "light");
  const map = {
    values: Float32Array.of(0, 0.5, Number.NaN, 2),
    rows: 2,
    cols: 2,
    scale: "sequential" as const,
    domain: [0, 1] as const,
    triangular: true,
  };
  expect([...cellPixels(map, "light")]).toEqual([table[0], 0, 0, table[255]]);
  expect([...cellPixels({ ...map, triangular: false }, "light")]).toEqual([
    table[0],
    table[128],
    0,
    table[255],
  ]);
});

it("thins labels until neighbours have room, and keeps both ends", () => {
  expect(thinned(5, 20, 12)).toEqual([0, 1, 2, 3, 4]);
  expect(thinned(5, 5, 12)).toEqual([0, 4]);
  expect(thinned(8, 8, 12)).toEqual([0, 3, 5, 7]);
  expect(thinned(2, 5, 12)).toEqual([1]);
  expect(thinned(0, 5, 12)).toEqual([]);
});

it("leaves labels out beside those that are kept, the first of them before the others", () => {
  expect(thinned(8, 6, 12, [4])).toEqual([0, 4, 7]);
  expect(thinned(8, 6, 12, [0, 1])).toEqual([0, 3, 5, 7]);
  expect(thinned(3, 20, 12, [9, 1])).toEqual([0, 1, 2]);
});

it("walks cells and stops at the edges", () => {
  expect(walkCells(null, "ArrowUp", 3, 3)).toEqual({ row: 2, col: 0 });
  expect(walkCells({ row: 2, col: 0 }, "ArrowRight", 3, 3)).toEqual({ row: 2, col: 1 });
  expect(walkCells({ row: 2, col: 0 }, "ArrowDown", 3, 3)).toEqual({ row: 2, col: 0 });
  expect(walkCells({ row: 2, col: 1 }, "x", 3, 3)).toBeNull();
});

it("draws patterns with square cells inside the width it has", () => {
  const labels = Array.from({ length: 100 }, () => "word");
  const plot = geometry(
    { rows: 100, cols: 100, rowLabels: labels, colLabels: labels, square: true },
    { width: 372, height: 200 },
  );
  expect(plot.cellWidth).toBeCloseTo(plot.cellHeight);
  expect(plot.width + plot.labelWidth).toBeLessThanOrEqual(372);
  expect(plot.height).toBeLessThanOrEqual(200);
});

it("leaves cells clear that are not computed, and hatches each row's stretches of those waited for", () => {
  const map = {
    values: Float32Array.of(1, 1, 1, 1, 1, 1),
    rows: 2,
    cols: 3,
    scale: "diverging" as const,
    domain: [-1, 1] as const,
    triangular: false,
    progress: Uint8Array.of(2, 1, 1, 1, 3, 0),
  };
  const end = colourTable("diverging", "light")[255];
  expect([...cellPixels(map, "light")]).toEqual([end, 0, 0, 0, end, 0]);
  expect(missing(map)).toEqual([
    [1, 3],
    [3, 4],
  ]);
  expect(
    missing({ ...map, progress: undefined, values: Float32Array.of(1, 1, Number.NaN, 1, 1, 1) }),
  ).toEqual([[2, 3]]);
});

it("keeps cells as large as they must be, however many there are", () => {
  const labels = Array.from({ length: 200 }, () => "1.2");
  const shape = { rows: 200, cols: 200, rowLabels: labels, colLabels: labels, square: false };
  const plot = geometry(shape, { width: 400, height: 300 }, 38, { width: 20, height: 14 });
  expect([plot.width, plot.height]).toEqual([4000, 2800]);
});

it("scrolls as little as brings a stretch into a window", () => {
  expect(within(100, 120, 10, 50)).toBe(100);
  expect(within(100, 90, 10, 50)).toBe(90);
  expect(within(100, 160, 10, 50)).toBe(120);
});
