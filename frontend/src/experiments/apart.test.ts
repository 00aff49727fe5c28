import type { PairSet } from "@trafolab/viz";
import { expect, test } from "vitest";
import { keptApart } from "./apart";

const NAMES: PairSet = {
  name: "names",
  tensor: "names",
  roles: ["S1", "end"],
  n_pairs: 4,
  n_left_out: 0,
  answer_tokens: 1,
  lengths: [6, 8],
  first: [],
  code: "",
};

test("what is seen to be told apart stays so when other places are chosen", () => {
  expect(keptApart(NAMES, true, null)).toBe("role");
  expect(keptApart(NAMES, false, "role")).toBe("role");
  expect(keptApart(NAMES, true, "none")).toBe("none");
});

test("that a head's positions go together says nothing of other places", () => {
  expect(keptApart(NAMES, false, null)).toBeNull();
});
