import { expect, test } from "vitest";
import { overlayWeights } from "./overlayWeights";

const PATTERN = new Float32Array([1, 0, 0.25, 0.75]);

test("a row is where a token looks, a column what looks at it", () => {
  const attention = { pattern: PATTERN, data: { size: 2, stride: 1 } };
  expect([...overlayWeights(attention, 2, 1, "from")]).toEqual([0.25, 0.75]);
  expect([...overlayWeights(attention, 2, 0, "to")]).toEqual([1, 0.25]);
});

test("tokens that share a pooled cell share its value", () => {
  const attention = { pattern: PATTERN, data: { size: 2, stride: 2 } };
  expect([...overlayWeights(attention, 3, 2, "from")]).toEqual([0.25, 0.25, 0.75]);
});
