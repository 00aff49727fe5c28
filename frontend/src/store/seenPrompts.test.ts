import { expect, test } from "vitest";
import { state } from "../testing/states";
import { NO_PROMPTS, noted, tokensIn } from "./seenPrompts";

const SET = { revision: 8, label: "", origin: "page", cell: null, undone: false } as const;
const HISTORY = [{ ...SET, kind: "set_prompt", code: 'lab.prompt("a b")' }];

test("tokens are kept, and the prompts before the history's first", () => {
  const seen = noted(NO_PROMPTS, state());
  expect(seen.first).toEqual({ clean: "a b", others: {} });
  expect(tokensIn(seen, "a b")).toEqual(["<bos>", "a", " b"]);
  expect(tokensIn(seen, "c")).toBeUndefined();
});

test("who comes later does not know what was first", () => {
  expect(noted(NO_PROMPTS, state({ history: HISTORY })).first).toBeNull();
});

test("a state that says nothing new leaves everything as it is", () => {
  const seen = noted(NO_PROMPTS, state());
  expect(noted(seen, state({ history: HISTORY }))).toBe(seen);
});
