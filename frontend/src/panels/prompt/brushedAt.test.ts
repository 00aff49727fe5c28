import { expect, test } from "vitest";
import { brushedAt } from "./brushedAt";

test("a token is brushed in its place, and let go of again", () => {
  expect(brushedAt([2, 9], 5)).toEqual([2, 5, 9]);
  expect(brushedAt([2, 5, 9], 5)).toEqual([2, 9]);
});
