import { expect, test } from "vitest";
import { recipeWords } from "./recipeWords";

test("sums of tokens with their signs and weights", () => {
  const terms = [
    { token: " king", weight: 1 },
    { token: " man", weight: -1 },
    { token: 7, weight: 0.5 },
  ] as const;
  const [first, ...others] = terms;
  expect(recipeWords({ kind: "tokens", terms: [first, ...others], space: "unembed" })).toBe(
    "·king − ·man + 0.5 7 (unembedding)",
  );
});

test("contrasts with where they are read", () => {
  const contrast = { kind: "contrast", positive: "polite", at: "resid_post.0" } as const;
  const prompts = [{ kind: "text", text: "Go" } as const];
  expect(recipeWords({ ...contrast, negative: "rude", position: -1 })).toBe(
    "mean of polite less mean of rude, read at resid_post.0, last token",
  );
  expect(recipeWords({ ...contrast, negative: prompts, position: null })).toBe(
    "mean of polite less mean of 1 prompt, read at resid_post.0, all positions",
  );
});

test("a vector that code gave", () => {
  expect(recipeWords({ kind: "given", tensor: "abc" })).toBe("a vector from code");
});
