import type { ReferenceSet } from "@trafolab/viz";
import { expect, test } from "vitest";
import { chosenHow, firstOf } from "./referenceWords";

const SET: ReferenceSet = {
  name: "names",
  tensor: "0",
  n_prompts: 3,
  n_tokens: 30,
  n_given: 3,
  seed: null,
  first: ["<bos>One", "<bos>Two"],
  code: "",
};

test("how the prompts were chosen", () => {
  expect(chosenHow(SET)).toBe("all of them");
  expect(chosenHow({ ...SET, n_given: 2000, seed: 7 })).toBe("3 of 2,000, seed 7");
});

test("how the first begin, and how many more there are", () => {
  expect(firstOf(SET)).toBe("<bos>One / <bos>Two / … 1 more");
  expect(firstOf({ ...SET, n_prompts: 2 })).toBe("<bos>One / <bos>Two");
});
