import { expect, test } from "vitest";
import { layoutFor, type Row, remembered } from "./shares";

const COLUMNS: Row = { rest: "map", least: 35, usual: { map: 46, inspector: 25, notebook: 29 } };

test("what is hidden gives its room to the map, and gets its own width back", () => {
  const stored = { map: 50, inspector: 20, notebook: 30 };
  expect(layoutFor(COLUMNS, stored, ["inspector", "notebook"])).toEqual({
    map: 100,
    inspector: 0,
    notebook: 0,
  });
  expect(layoutFor(COLUMNS, stored, ["notebook"])).toEqual({ map: 80, inspector: 20, notebook: 0 });
  expect(layoutFor(COLUMNS, stored, [])).toEqual(stored);
});

test("the map keeps its least whatever was stored", () => {
  expect(layoutFor(COLUMNS, { map: 20, inspector: 40, notebook: 40 }, [])).toEqual({
    map: 35,
    inspector: 32.5,
    notebook: 32.5,
  });
});

test("a drag does not overwrite the width of what is hidden", () => {
  const dragged = { map: 70, inspector: 30, notebook: 0 };
  expect(remembered(COLUMNS, null, dragged)).toEqual({ map: 70, inspector: 30, notebook: 29 });
});
