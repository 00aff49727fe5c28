import type { SavedState } from "@trafolab/viz";
import { expect, test } from "vitest";
import { freeName, isStanding, usualPair } from "./namedStates";

const CORE: SavedState["core"] = {
  clean: null,
  counterfactuals: {},
  metric: null,
  interventions: [],
  references: [],
  pairs: [],
  directions: [],
  groups: [],
  paint: null,
  saved: [],
};
const named = (names: Iterable<string>) => [...names].map((name) => ({ name, core: CORE, metric: null }));

test("a new state gets the first letter that is free", () => {
  expect(freeName([])).toBe("a");
  expect(freeName(named("acb"))).toBe("d");
  expect(freeName(named("abcdefghijklmnopqrstuvwxyz"))).toBe("a1");
});

const done = (kind: string) => [
  { revision: 1, kind, label: "", code: null, origin: "page" as const, cell: null, undone: false },
];

test("at first now stands beside what was saved last, or beside plain", () => {
  expect(usualPair({ saved: [], history: [] })).toEqual({ a: "plain", b: "now" });
  expect(usualPair({ saved: named("ab"), history: done("intervene") })).toEqual({ a: "b", b: "now" });
});

test("what was saved a moment ago is now: it stands beside what was saved before", () => {
  const history = done("save_state");
  expect(usualPair({ saved: named("ab"), history })).toEqual({ a: "a", b: "b" });
  expect(usualPair({ saved: named("a"), history })).toEqual({ a: "plain", b: "a" });
});

test("now and plain are no names to save under", () => {
  expect(["now", "plain", "a"].map(isStanding)).toEqual([true, true, false]);
});
