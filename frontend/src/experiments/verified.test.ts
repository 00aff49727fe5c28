import { expect, test } from "vitest";
import { experiment, tensors } from "../testing/experiments";
import { gridOf } from "./grid";
import { misled } from "./verified";

/** What is said of an attribution whose first four cells were patched, at a baseline of 5. */
function said(estimates: number[], steps = 1) {
  const estimated = {
    gradient: "clean",
    top: [0, 1, 2, 3],
    sample: [4],
    rank_correlation: null,
    rank_correlation_sample: null,
  };
  const attribution = experiment(
    {
      columns: ["values", "estimate"],
      spec: {
        experiment: "attribution",
        what: "z",
        by_position: null,
        direction: "noise",
        source: null,
        verify: 4,
        sample: 1,
        seed: 0,
        steps,
      },
    },
    { estimated },
  );
  const estimate = { dtype: "float32" as const, shape: [6], data: Float32Array.from(estimates) };
  const found = { ...tensors([4, 4, 4, 4, 4, 4], [2, 2, 2, 2, 2, 4]), estimate };
  const grid = gridOf(attribution, found, "estimate");
  return grid && misled(attribution, grid);
}

test("estimates that point the other way are not to be trusted", () => {
  expect(said([6, 6, 3, 3, 6, 6])).toBe(
    "2 of 4 patched cells have the other sign: do not trust the estimates; lab.attribution(…, steps=20) is better.",
  );
  expect(said([6, 6, 3, 3, 6, 6], 20)).toBe(
    "2 of 4 patched cells have the other sign: do not trust the estimates.",
  );
});

test("what was drawn at random does not count, nor is agreement mentioned", () => {
  expect(said([3, 3, 3, 3, 6, 6])).toBeNull();
});
