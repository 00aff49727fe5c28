import { expect, it } from "vitest";
import { colourTable } from "../scales";
import { cellPixels, domainOf, thinned, walkCells } from "./cells";
import { geometry } from "./geometry";

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

it("thins labels until neighbours have room", () => {
  expect(thinned(5, 20, 12)).toEqual([0, 1, 2, 3, 4]);
  expect(thinned(5, 5, 12)).toEqual([0, 3]);
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
    { rows: 100, cols: 100, rowLabels: labels, colLabels: labels, triangular: true },
    { width: 372, height: 200 },
  );
  expect(plot.cellWidth).toBeCloseTo(plot.cellHeight);
  expect(plot.width + plot.labelWidth).toBeLessThanOrEqual(372);
  expect(plot.height).toBeLessThanOrEqual(200);
});
