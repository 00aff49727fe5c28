import { expect, it } from "vitest";
import { largestIn } from "./largestIn";

it("keeps the largest magnitude of each cell, with its sign", () => {
  const values = Float32Array.from([1, -3, 2, 0.5, Number.NaN]);
  expect([...largestIn(values, 2)]).toEqual([-3, 2, 0]);
  expect([...largestIn(values.slice(0, 4), 1)]).toEqual([1, -3, 2, 0.5]);
});
