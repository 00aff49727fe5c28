import type { SetPairs } from "@trafolab/viz";
import { expect, test } from "vitest";
import { pairsCode } from "./pairsCode";

const ACT: SetPairs = {
  kind: "set_pairs",
  name: "ioi",
  recipe: { made_from: "file", path: "pairs.csv" },
  unequal: "refuse",
  n: null,
  seed: 0,
  stored: null,
  roles: [],
  answer_tokens: 1,
};

test("pairs are said as Python says them", () => {
  expect(pairsCode(ACT)).toBe('lab.pairs("ioi", "pairs.csv")');
  expect(pairsCode({ ...ACT, recipe: null, stored: "abc", roles: ["b2"] })).toBe(
    'lab.pairs("ioi", stored="abc", roles=["b2"])',
  );
  expect(pairsCode({ ...ACT, recipe: null, stored: "abc", answer_tokens: 3 })).toBe(
    'lab.pairs("ioi", stored="abc", answer_tokens=3)',
  );
  expect(
    pairsCode({
      ...ACT,
      recipe: {
        made_from: "templates",
        clean: ["{a} and {b}; {b}"],
        corrupt: ["{a} and {b}; {a}"],
        answer: " {a}",
        distractor: " {b}",
        slots: { a: ["Mary"], b: ["John"] },
        first: false,
      },
      unequal: "leave_out",
      n: 200,
      seed: 1,
    }),
  ).toBe(
    'lab.pairs("ioi", "{a} and {b}; {b}", corrupt="{a} and {b}; {a}", answer=" {a}", ' +
      'slots={"a": ["Mary"], "b": ["John"]}, distractor=" {b}", unequal="leave_out", n=200, seed=1)',
  );
  expect(
    pairsCode({
      ...ACT,
      recipe: {
        made_from: "list",
        pairs: [
          {
            clean: { kind: "ids", ids: [0, 1], labels: null },
            corrupt: { kind: "ids", ids: [0, 2], labels: null },
            answer: [5, 9],
            distractor: null,
            roles: { x: 1 },
          },
        ],
      },
    }),
  ).toBe('lab.pairs("ioi", [([0, 1], [0, 2], [5, 9], None, {"x": 1})])');
});
