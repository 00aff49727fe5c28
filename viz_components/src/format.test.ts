import { expect, it } from "vitest";
import { compact, percent, signed } from "./format";

it("writes probabilities with the digits that matter", () => {
  expect([0, 0.00001, 0.0004, 0.0123, 0.61, 1].map((value) => percent(value))).toEqual([
    "0 %",
    "< 0.01 %",
    "0.04 %",
    "1.2 %",
    "61 %",
    "100 %",
  ]);
  expect(percent(0.61, 1)).toBe("61.0 %");
});

it("writes differences with their sign", () => {
  expect([1.234, -3.56, 0.001].map((value) => signed(value))).toEqual(["+1.23", "−3.56", "±0.00"]);
});

it("writes any number shortly", () => {
  expect([0.5, -0.00012, 123456, Number.NaN].map(compact)).toEqual([
    "0.500",
    "−1.20e−4",
    "1.23e+5",
    "no value",
  ]);
});
