import { expect, it } from "vitest";
import { closer, farther } from "./zoom";

it("looks closer at a place, within the matrix", () => {
  expect(closer([0, 128], 64, 128)).toEqual([48, 80]);
  expect(closer([0, 128], 2, 128)).toEqual([0, 32]);
  expect(closer([96, 128], 127, 128)).toEqual([120, 128]);
  expect(closer([0, 4], 1, 4)).toEqual([0, 4]);
});

it("looks from farther, until all is seen", () => {
  expect(farther([48, 56], 128)).toEqual([36, 68]);
  expect(farther([36, 68], 128)).toBeNull();
});
