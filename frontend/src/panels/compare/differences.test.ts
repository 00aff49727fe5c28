import { expect, test } from "vitest";
import { byChange, difference, largestOf, markedLines, markedTokens } from "./differences";

function different(tokens: string, other: string): string[] {
  const marked = markedTokens([...tokens], [...other]);
  return marked.filter(({ differs }) => differs).map(({ text }) => text);
}

test("prompts of one length differ token by token", () => {
  expect(different("abcd", "axcy")).toEqual(["b", "d"]);
  expect(different("abc", "abc")).toEqual([]);
});

test("prompts of other lengths differ between what they share at both ends", () => {
  expect(different("abxyde", "abde")).toEqual(["x", "y"]);
  expect(different("abde", "abxyde")).toEqual([]);
  expect(different("aa", "aaa")).toEqual([]);
  expect(different("aaa", "aa")).toEqual(["a"]);
});

test("lines of interventions differ where the other state lacks them", () => {
  expect(markedLines(["x", "y"], ["y"])).toEqual([
    { text: "x", differs: true },
    { text: "y", differs: false },
  ]);
});

test("predictions stand by how much they change", () => {
  const row = (token: string, prob_a: number, prob_b: number) => ({ token, prob_a, prob_b });
  const rows = [row("likely", 0.9, 0.8), row("same", 0.05, 0.05), row("new", 0.01, 0.4)];
  expect(byChange(rows).map(({ token }) => token)).toEqual(["new", "likely", "same"]);
});

test("patterns differ by a − b, and no value counts as none", () => {
  expect([...difference(Float32Array.of(0.5, 0), Float32Array.of(0.25, 1))]).toEqual([0.25, -1]);
  expect(largestOf(Float32Array.of(0.5, Number.NaN, -2))).toBe(2);
  expect(largestOf(new Float32Array())).toBe(0);
});
