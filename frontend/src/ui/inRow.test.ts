import { expect, it } from "vitest";
import { inRow } from "./inRow";

it.each([
  ["all where there is room", 60, null, [0, 1, 2]],
  ["the first ones", 45, null, [0, 1]],
  ["the kept one, and of the others what fits beside it", 45, 2, [0, 2]],
  ["a kept one that fits anyway, in its place", 45, 1, [0, 1]],
  ["the kept one alone where nothing else fits", 20, 2, [2]],
  ["a smaller one never before a larger one that has no room", 15, null, []],
])("has %s", (_says, room, kept, expected) => {
  expect(inRow([20, 20, 20], room, kept)).toEqual(expected);
});
