import { expect, it } from "vitest";
import { byWeight, hatching, stateLook } from "./stateLooks";

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

it("hatches the whole of what takes no part, and half of what takes none at some tokens", () => {
  expect(hatching(["frozen", "hooked"])).toBeNull();
  expect(hatching(["frozen", "ablated"], { frozen: "at ·a (1)" })).toBe("whole");
  expect(hatching(["ablated"], { ablated: "at ·a (1)" })).toBe("half");
});
