import { expect, it } from "vitest";
import { joined, span, toggledAt } from "./brush";

it("spans in either direction", () => {
  expect(span(3, 5)).toEqual([3, 4, 5]);
  expect(span(5, 3)).toEqual([3, 4, 5]);
  expect(span(2, 2)).toEqual([2]);
});

it("keeps positions in order and each once", () => {
  expect(joined([5, 1], [1, 3])).toEqual([1, 3, 5]);
  expect(toggledAt([1, 3], 2)).toEqual([1, 2, 3]);
  expect(toggledAt([1, 3], 3)).toEqual([1]);
});
