import { expect, it } from "vitest";
import { compact, percent, percentChange, signed } from "./format";

it("writes probabilities with the digits that matter", () => {
  expect([0, 0.00001, 0.0004, 0.0123, 0.025, 0.61, 0.999, 1].map(percent)).toEqual([
    "0 %",
    "< 0.01 %",
    "0.04 %",
    "1.2 %",
    "2.5 %",
    "61.0 %",
    "99.9 %",
    "100.0 %",
  ]);
});

it("writes changes of a probability as they are to be seen", () => {
  expect(percentChange(0.61, 0.91)).toBe("−30.0");
  expect(percentChange(0.0004, 0.0002)).toBe("+0.02");
  expect(percentChange(0.01249, 0.01151)).toBe("");
  expect(percentChange(0.00001, 0)).toBe("");
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
