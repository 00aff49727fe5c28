import { expect, test } from "vitest";
import { tokensShown } from "./paintTokens";

function at(k: number, tokens: number, size = tokens): number {
  const scene = { atlas: { size }, tokens: Array<string>(tokens).fill("a") };
  return tokensShown({ scene, k });
}

test("tokens come in as one goes nearer, where cells are tokens and can be told apart", () => {
  expect(at(3, 12)).toBe(0);
  expect(at(4, 12)).toBeGreaterThan(0);
  expect(at(4, 12)).toBeLessThan(1);
  expect(at(8, 12)).toBe(1);
  expect(at(8, 64, 32)).toBe(0);
  expect(at(5, 32)).toBe(0);
});
