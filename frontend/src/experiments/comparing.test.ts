import { expect, test } from "vitest";
import { experiment, tensors } from "../testing/experiments";
import { contrasting, contrastOf } from "./comparing";
import { agree, gridOf } from "./grid";

/** An experiment over one layer and two tokens, with what is known of it. */
function found(values: number[], tokens: string[], baseline: number, other: number | null) {
  const axes = [
    { name: "layer", labels: ["0"] },
    { name: "pos", labels: tokens.map((token, i) => `${i} ${token}`) },
  ];
  const made = experiment({ axes }, { baseline, other });
  const grid = gridOf(made, tensors(values, [2, 2]));
  if (!grid || !made.info) throw new Error("no grid");
  return { grid, info: made.info };
}

const NOISE = found([5, 1], ["a", " Hart"], 5, -3);
const DENOISE = found([-3, 1], ["a", " Lee"], -3, 5);

test("noise and denoise differ in a token and in their signs, and are compared as shares", () => {
  expect(agree(NOISE.grid, DENOISE.grid)).toBe(true);
  const contrast = contrastOf(NOISE.info, DENOISE.info, "effect");
  expect(contrast).toBe("normalised");
  expect([...contrasting(NOISE.grid, NOISE.info, contrast)]).toEqual([0, 0.5]);
  expect([...contrasting(DENOISE.grid, DENOISE.info, contrast)]).toEqual([0, 0.5]);
});

test("the same way round, or without another run, effects stay effects", () => {
  const ablated = found([5, 1], ["a", " Hart"], 5, null);
  expect(contrastOf(NOISE.info, NOISE.info, "raw")).toBe("effect");
  expect(contrastOf(NOISE.info, NOISE.info, "normalised")).toBe("normalised");
  expect(contrastOf(NOISE.info, ablated.info, "normalised")).toBe("effect");
});

test("another number of positions has no difference", () => {
  expect(agree(NOISE.grid, { ...NOISE.grid, cols: 3 })).toBe(false);
});
