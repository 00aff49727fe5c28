import { expect, test } from "vitest";
import { structureOf } from "../examples/structures";
import { bandsOf } from "./bands";
import { layoutMap } from "./layout/layoutMap";

test("a layer's band has the strongest of its numbers, either way", () => {
  const layout = layoutMap(structureOf({ layers: 2, heads: 4 }));
  const values = { L0H0: 1, L0H2: -3, L1H1: Number.NaN, "mlp.1": 0.5, "attn.0": 2, "resid_post.0": 9 };
  expect([...bandsOf(layout, { values, label: "effect" })]).toEqual([
    ["attn.0", -3],
    ["mlp.1", 0.5],
  ]);
  expect(bandsOf(layout, null).size).toBe(0);
});
