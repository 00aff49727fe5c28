import { expect, it } from "vitest";
import { gridOf } from "./grid";

it("has all pairs as they came, and a click means the head that reads", () => {
  const grid = gridOf(
    { head: "", senders: ["L0H0", "L1H0"], receivers: ["L1H0", "L2H0"] },
    Float32Array.of(0.1, 0.2, Number.NaN, 0.3),
  );
  expect([...grid.progress]).toEqual([2, 2, 0, 2]);
  expect(grid.nameOf({ row: 0, col: 1 })).toBe("L0H0 → L2H0");
  expect(grid.chosen({ row: 0, col: 1 })).toBe("L2H0");
});

it("has the layers around one head as on the map", () => {
  const grid = gridOf(
    { head: "L1H1", senders: ["layer 0", "layer 1", "layer 2"], receivers: ["H0", "H1"] },
    Float32Array.of(1, 2, Number.NaN, Number.NaN, 5, 6),
  );
  expect([...grid.values]).toEqual([5, 6, Number.NaN, Number.NaN, 1, 2]);
  expect(grid.rowLabels).toEqual(["L2", "L1", "L0"]);
  expect(grid.nameOf({ row: 0, col: 1 })).toBe("L1H1 → L2H1");
  expect(grid.nameOf({ row: 2, col: 0 })).toBe("L0H0 → L1H1");
  expect([grid.chosen({ row: 1, col: 0 }), grid.chosen({ row: 2, col: 1 })]).toEqual([undefined, "L0H1"]);
  expect(grid.cellOf("L2H1")).toEqual({ row: 0, col: 1 });
});
