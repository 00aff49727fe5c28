import { expect, test } from "vitest";
import { readPrompt } from "./readPrompt";

test("a prompt alone, in either kind of quotes", () => {
  expect(readPrompt('lab.prompt("Her name was Alex")')).toEqual({ clean: "Her name was Alex", others: null });
  expect(readPrompt(`lab.prompt('say "Alex", \\'Hart\\'\\n\\t\\\\ \\xe9 \\u200b \\U0001f600')`)).toEqual({
    clean: "say \"Alex\", 'Hart'\n\t\\ é \u200b 😀",
    others: null,
  });
  expect(readPrompt('lab.prompt("a", corrupt={})')).toEqual({ clean: "a", others: {} });
});

test("with one counterfactual, and with several by name", () => {
  expect(readPrompt('lab.prompt("a, b)", corrupt="c")')).toEqual({
    clean: "a, b)",
    others: { corrupt: "c" },
  });
  expect(readPrompt('lab.prompt("a", corrupt={\'first\': "b", \'second\': "c"})')).toEqual({
    clean: "a",
    others: { first: "b", second: "c" },
  });
});

test("ids, whose labels do not matter here", () => {
  expect(readPrompt("lab.prompt([3, 1, 4], corrupt=[3, 2, 4], labels={3: 'x'})")).toEqual({
    clean: [3, 1, 4],
    others: { corrupt: [3, 2, 4] },
  });
  expect(readPrompt("lab.prompt([])")).toEqual({ clean: [], others: null });
});

test("anything else is not understood", () => {
  expect(readPrompt('lab.ablate("L1H6")')).toBeNull();
  expect(readPrompt("lab.prompt(text)")).toBeNull();
  expect(readPrompt("lab.prompt([1 2])")).toBeNull();
});
