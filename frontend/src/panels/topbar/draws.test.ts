import { expect, test } from "vitest";
import { ablate } from "../../acts/operations";
import { intervention } from "../../testing/states";
import { resamples, spreadTitle } from "./draws";

const RESAMPLE = { ...ablate("resample"), draws: 3 };

test("only what resamples and acts draws", () => {
  expect(resamples(intervention(["L0H1"]))).toBe(false);
  const drawing = intervention(["L0H1"], { operation: RESAMPLE });
  expect(resamples(drawing)).toBe(true);
  expect(resamples({ ...drawing, operation: { op: "keep", mode: "resample", draws: 3, seed: 0 } })).toBe(
    true,
  );
  expect(resamples({ ...drawing, enabled: false })).toBe(false);
  expect(resamples({ ...drawing, status: { ...drawing.status, state: "inactive" } })).toBe(false);
});

test("all values on hover", () => {
  const [, ...lines] = spreadTitle({
    values: [1, -2, 0.5],
    mean: -1 / 6,
    sd: 1.607,
    stamp: intervention([]).stamp,
  }).split("\n");
  expect(lines).toEqual(["mean −0.17, sd 1.61 (of the sample)", "1.00, −2.00, 0.50"]);
});
