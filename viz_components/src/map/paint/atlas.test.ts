import { expect, it } from "vitest";
import { atlasPixels, shrunkPatterns } from "./atlas";

const table = Uint32Array.from({ length: 256 }, (_, index) => index);

it("lays the miniatures side by side, in rows", () => {
  const patterns = {
    size: 2,
    heads: ["L0H0", "L0H1", "L0H2"],
    data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  };
  expect([...atlasPixels(patterns, 2, table)]).toEqual([1, 2, 5, 6, 3, 4, 7, 8, 9, 10, 0, 0, 11, 12, 0, 0]);
});

it("shrinks by the largest, so that a diagonal stays one", () => {
  const diagonal = {
    size: 4,
    heads: ["L0H0"],
    data: Uint8Array.of(9, 0, 0, 0, 0, 7, 0, 0, 0, 0, 5, 0, 0, 0, 0, 8),
  };
  expect(shrunkPatterns(diagonal, 2).data).toEqual(Uint8Array.of(9, 0, 0, 8));
});
