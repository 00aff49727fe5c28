import type { SavedState } from "@trafolab/viz";
import { expect, test } from "vitest";
import { freeName, isStanding, usualPair } from "./namedStates";

const CORE: SavedState["core"] = {
  clean: null,
  counterfactuals: {},
  metric: null,
  interventions: [],
  references: [],
  directions: [],
  groups: [],
  saved: [],
};
const named = (names: Iterable<string>) => [...names].map((name) => ({ name, core: CORE, metric: null }));

test("a new state gets the first letter that is free", () => {
  expect(freeName([])).toBe("a");
  expect(freeName(named("acb"))).toBe("d");
  expect(freeName(named("abcdefghijklmnopqrstuvwxyz"))).toBe("a1");
});

test("at first now stands beside what was saved last, or beside plain", () => {
  expect(usualPair([])).toEqual({ a: "plain", b: "now" });
  expect(usualPair(named("ab"))).toEqual({ a: "b", b: "now" });
});

test("now and plain are no names to save under", () => {
  expect(["now", "plain", "a"].map(isStanding)).toEqual([true, true, false]);
});
