import { expect, it } from "vitest";
import { farthest, fitted, kept, reveal, visible } from "./camera";
import { detailAt } from "./detail";

const map = { width: 600, height: 500 };
const pane = { width: 616, height: 560 };

it("fits the whole map into its pane, centred", () => {
  expect(fitted(map, pane)).toEqual({ k: 1, x: 8, y: 30 });
  expect(fitted({ width: 1000, height: 10000 }, pane).k).toBeCloseTo(0.0544);
  expect(farthest({ width: 1000, height: 10000 }, pane)).toBeLessThan(0.0544);
});

it("leaves room for what stands at the foot of the pane", () => {
  expect(fitted(map, pane, 40)).toEqual({ k: 1, x: 8, y: 10 });
  expect(fitted(map, pane, 140).k).toBeLessThan(0.85);
});

it("does not blow a small map up", () => {
  expect(fitted({ width: 50, height: 50 }, pane).k).toBe(1.5);
});

it("keeps some of the map in the pane", () => {
  expect(kept({ x: -5000, y: 5000, k: 1 }, map, pane)).toEqual({ x: -540, y: 500, k: 1 });
  expect(kept({ x: 10, y: 20, k: 1 }, map, pane)).toEqual({ x: 10, y: 20, k: 1 });
});

it("moves just enough to reveal a box, and not at all when it is in view", () => {
  const camera = { x: 0, y: 0, k: 2 };
  expect(reveal(camera, { x: 100, y: 100, w: 48, h: 48 }, pane)).toEqual(camera);
  expect(reveal(camera, { x: 400, y: -30, w: 48, h: 48 }, pane)).toEqual({ x: -304, y: 84, k: 2 });
});

it("knows what part of the world is in view", () => {
  expect(visible({ x: -100, y: 50, k: 2 }, pane)).toEqual({ x: 50, y: -25, w: 308, h: 280 });
});

it("folds as one zooms out", () => {
  expect([5, 1, 0.4, 0.15, 0.05].map(detailAt)).toEqual(["tokens", "tile", "thumb", "glyph", "layer"]);
});
