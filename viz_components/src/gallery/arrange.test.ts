import { expect, it } from "vitest";
import { arranged, laidOut, tileAt, walkTiles } from "./arrange";

const HEADS = ["L0H0", "L0H1", "L1H0", "L1H1"];
const SCORES = Float32Array.of(0.5, Number.NaN, 0.75, 0.5);
const ALL = { sort: "layer", least: null, named: "" } as const;

const names = (wanted: Partial<Parameters<typeof arranged>[2]>) =>
  arranged(HEADS, SCORES, { ...ALL, ...wanted }).map(({ name }) => name);

it("orders heads by layer or by score, those without one last", () => {
  expect(names({})).toEqual(HEADS);
  expect(names({ sort: "score" })).toEqual(["L1H0", "L0H0", "L1H1", "L0H1"]);
  expect(names({ sort: "score_up" })).toEqual(["L0H0", "L1H1", "L1H0", "L0H1"]);
});

it("leaves out heads of a lower score, of none, and of another name", () => {
  expect(names({ least: 0.6 })).toEqual(["L1H0"]);
  expect(names({ least: 0 })).toEqual(["L0H0", "L1H0", "L1H1"]);
  expect(names({ named: " l1" })).toEqual(["L1H0", "L1H1"]);
  expect(names({ named: "nothing" })).toEqual([]);
});

it("gives each layer a row where there is room for it", () => {
  expect(laidOut(24, 600, 12)).toMatchObject({ columns: 12, rows: 2 });
  expect(laidOut(24, 300, 12)).toMatchObject({ columns: 6, rows: 4 });
  expect(laidOut(26, 300, 13)).toMatchObject({ columns: 4, rows: 7 });
  expect(laidOut(3, 20, 0)).toMatchObject({ columns: 1, rows: 3 });
});

it("finds the tile under the pointer, and nothing between tiles or behind the last", () => {
  const layout = laidOut(3, 124, 0);
  expect(layout.columns).toBe(2);
  expect(tileAt(layout, 3, layout.pitchX + 1, 1)?.index).toBe(1);
  expect(tileAt(layout, 3, 1, layout.pitchY + 1)).toMatchObject({ index: 2 });
  expect(tileAt(layout, 3, layout.side + 2, 1)).toBeNull();
  expect(tileAt(layout, 3, layout.pitchX + 1, layout.pitchY + 1)).toBeNull();
});

it("walks by arrows and stops at the ends", () => {
  expect(walkTiles(null, "ArrowDown", 2, 3)).toBe(0);
  expect(walkTiles(0, "ArrowDown", 2, 3)).toBe(2);
  expect(walkTiles(1, "ArrowDown", 2, 3)).toBeNull();
  expect(walkTiles(0, "ArrowLeft", 2, 3)).toBeNull();
  expect(walkTiles(0, "a", 2, 3)).toBeNull();
});
