import { expect, test } from "vitest";
import { contrasted } from "./numbers";

const said = (first: number, second: number) => Object.values(contrasted(first, second));

test("a difference agrees with the two numbers beside it", () => {
  expect(said(8.6449, 8.6198)).toEqual(["+8.645", "+8.620", "+0.025", "+"]);
  expect(said(8.6449, 6.2011)).toEqual(["+8.64", "+6.20", "+2.44", "+"]);
  expect(said(-1.25, 2)).toEqual(["−1.25", "+2.00", "−3.25", "-"]);
});

test("a difference is never that of rounded numbers: they have a digit more where it would be", () => {
  expect(said(1.004, 0.588)).toEqual(["+1.004", "+0.588", "+0.416", "+"]);
  expect(said(512.04, 256.06)).toEqual(["+512.04", "+256.06", "+255.98", "+"]);
  expect(said(8.64491, 8.61949).slice(2)).toEqual(["+0.025", "+"]);
});

test("what looks alike is no difference", () => {
  expect(said(8.64491, 8.6449)).toEqual(["+8.64", "+8.64", "±0", "0"]);
  expect(said(0, 0)).toEqual(["0.00", "0.00", "±0", "0"]);
});

test("large numbers need no more digits, and tiny ones keep theirs", () => {
  expect(said(512, 256)).toEqual(["+512.0", "+256.0", "+256.0", "+"]);
  expect(said(0.0003, 0.5)).toEqual(["+3.0e−4", "+0.50", "−0.50", "-"]);
});
