import { expect, it } from "vitest";
import { byWeight, stateLook } from "./stateLooks";

const WORDS = [
  "ablated",
  "frozen",
  "patched",
  "steered",
  "scaled",
  "knocked-out",
  "kept",
  "custom",
  "hooked",
  "weights-changed",
  "inactive",
  "error",
];

it("gives every state a sign of its own: colour is never alone", () => {
  expect(new Set(WORDS.map((word) => stateLook(word).path)).size).toBe(WORDS.length);
});

it("puts what went wrong first and unknown words last", () => {
  expect(byWeight(["later-op", "hooked", "ablated", "inactive"])).toEqual([
    "inactive",
    "ablated",
    "hooked",
    "later-op",
  ]);
});
