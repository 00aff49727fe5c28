import { expect, test } from "vitest";
import { puttingBack } from "./puttingBack";

const WEIGHTS = [
  { component: "L1H3", tensor: "blocks.1.attn.o.weight", delta_norm: 1 },
  { component: "L1H5", tensor: "blocks.1.attn.o.weight", delta_norm: 2 },
  { component: "mlp.0", tensor: "blocks.0.mlp.in.weight", delta_norm: null },
];

test("a change is put back by its tensor, or by its component where others share the tensor", () => {
  expect(WEIGHTS.map((weight) => puttingBack(weight, WEIGHTS).targets)).toEqual([
    ["L1H3"],
    ["L1H5"],
    ["blocks.0.mlp.in.weight"],
  ]);
});
