import { expect, test } from "vitest";
import { experiment } from "../testing/experiments";
import { misled } from "./verified";

/** What is said of an attribution, `wrong` of whose four largest patched cells have the other sign. */
function said(wrong: number, steps = 1, error: number | null = null) {
  const estimated = {
    gradient: "clean",
    top: [0, 1, 2, 3],
    sample: [],
    rank_correlation: null,
    rank_correlation_sample: null,
    error,
    n_large: 4,
    wrong_signs: wrong,
  };
  const spec = {
    experiment: "attribution" as const,
    what: "z",
    by_position: null,
    direction: "noise" as const,
    source: null,
    verify: 4,
    sample: 0,
    seed: 0,
    over: null,
    by: null,
    steps,
  };
  return misled(experiment({ columns: ["values", "estimate"], spec }, { estimated }));
}

test("estimates that point the other way are not to be trusted", () => {
  const words = "2 of the 4 largest patched cells have the other sign: do not trust the estimates";
  expect(said(2)).toBe(`${words}; lab.attribution(…, steps=20) is better.`);
  expect(said(2, 20)).toBe(`${words}.`);
});

test("agreement is not mentioned", () => {
  expect(said(0)).toBeNull();
});

test("nor are estimates that are far off, whatever their order", () => {
  const words = "Estimates are off by 71 % of the true effects: do not trust their sizes";
  expect(said(0, 1, 0.71)).toBe(`${words}; lab.attribution(…, steps=20) is better.`);
  expect(said(0, 20, 0.71)).toBe(`${words}.`);
  expect(said(0, 1, 0.5)).toBeNull();
});
