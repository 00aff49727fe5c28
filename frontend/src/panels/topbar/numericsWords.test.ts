import type { ModelInfo } from "@trafolab/viz";
import { expect, test } from "vitest";
import { state } from "../../testing/states";
import { againstWords, comparison, foldedWords, switchWords } from "./numericsWords";

function model(change: Partial<ModelInfo>): ModelInfo {
  const { model: usual } = state();
  if (!usual) throw new Error("the state of the tests has a model");
  return { ...usual, hf_n_tokens: null, hf_reason: null, ...change };
}

test("what folding really did", () => {
  expect(foldedWords(model({ mode: "raw" }))).toBe("nothing");
  expect(foldedWords(model({ mode: "folded", folded: ["ln1", "value biases"] }))).toBe("ln1, value biases");
  expect(foldedWords(model({ mode: "folded" }))).toBe("nothing could be folded on this architecture");
});

test("how far it is from Hugging Face, and on which prompt", () => {
  expect(againstWords(model({ hf_difference: 2e-6, hf_n_tokens: 12 }))).toBe(
    "largest difference of a log-probability 2e−6, on a prompt of 12 tokens",
  );
  expect(againstWords(model({ hf_reason: "It has no Hugging Face form." }))).toBe(
    "It has no Hugging Face form.",
  );
  expect(againstWords(model({}))).toBe("being compared…");
});

test("the badge in short", () => {
  expect([0, 2e-6, 0.5, null].map((hf_difference) => comparison(model({ hf_difference })))).toEqual([
    " · equals Hugging Face to the last bit",
    " · equals Hugging Face to 2e−6",
    " · differs from Hugging Face by 5e−1",
    "",
  ]);
});

test("what the switch does to what was stored", () => {
  expect(switchWords(model({ mode: "folded" }))).toBe(
    "Values that were stored folded (frozen, means, directions) are inactive while the model is raw, and act again when it is folded.",
  );
});
