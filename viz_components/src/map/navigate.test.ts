import { expect, it } from "vitest";
import { structureOf } from "../examples/structures";
import { layoutMap } from "./layout/layoutMap";
import { type Direction, walk } from "./navigate";

const layout = layoutMap(structureOf({ layers: 2, heads: 8 }));

function path(start: string, ...directions: readonly Direction[]): string[] {
  let [at, column] = [start, null as number | null];
  return directions.map((direction) => {
    const vertical = direction === "up" || direction === "down";
    const step = walk(layout, at, direction, vertical ? column : null);
    at = step?.component ?? at;
    column = vertical ? (step?.x ?? column) : null;
    return step ? at : "edge";
  });
}

it("walks heads sideways and keeps the column up and down", () => {
  expect(path("L0H5", "right", "up", "up", "up", "up", "up")).toEqual([
    "L0H6",
    "mlp.0",
    "L1H6",
    "mlp.1",
    "unembed",
    "edge",
  ]);
  expect(path("mlp.1", "down", "down", "down", "down")).toEqual(["L1H3", "mlp.0", "L0H3", "pos_embed"]);
});

it("reaches what stands beside the heads from the first of them", () => {
  expect(path("L0H0", "left", "left", "left", "left")).toEqual(["attn.0", "ln1.0", "resid_pre.0", "edge"]);
});

it("stays at the spine when it walks up from it", () => {
  expect(path("resid_pre.0", "up")[0]).toMatch(/^resid_/);
});

it("goes on in the next row where a layer's heads break", () => {
  const wide = layoutMap(structureOf({ layers: 1, heads: 25 }));
  expect(walk(wide, "L0H12", "right", null)?.component).toBe("L0H13");
});

it("leads nowhere from a component that is not on the map", () => {
  expect(walk(layout, "L9H9", "up", null)).toBeNull();
});
