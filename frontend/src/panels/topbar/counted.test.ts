import { expect, test } from "vitest";
import { countedTitle, nWords, rangeOf } from "./counted";

const over = {
  n: 40,
  n_pairs: 40,
  live: { low: -0.5, high: 0.384 },
  plain: { low: 0, high: 1.25 },
  change: { low: 0.01, high: 0.7 },
};

test("a mean says over how many pairs it is, and between which bounds", () => {
  expect(nWords(over)).toBe("n = 40");
  expect(nWords({ ...over, n: 16 })).toBe("n = 16 of 40");
  expect(rangeOf(over.live)).toBe("[−0.50, +0.38]");
  expect(countedTitle(over)).toBe(
    "The mean over pairs, n = 40. 95 % bootstrap intervals:\n" +
      "live [−0.50, +0.38]\nplain [0.00, +1.25]\nlive − plain [+0.01, +0.70]",
  );
  expect(countedTitle({ n: 1, n_pairs: 1, live: null, plain: null, change: null })).toBe(
    "The mean over pairs, n = 1.",
  );
});
