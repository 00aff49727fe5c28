import { expect, test } from "vitest";
import { frameOn, smallOf } from "./smallMap";

const map = { width: 1000, height: 3000 };
const small = smallOf(map);

test("the small map keeps the shape of the large one", () => {
  expect(small.height).toBeCloseTo(150);
  expect(small.width).toBeCloseTo(50);
});

test("there is no frame while all of the map is seen", () => {
  const pane = { width: 600, height: 900 };
  expect(frameOn(small, map, { x: 100, y: 10, k: 0.28 }, pane)).toBeNull();
  expect(frameOn(small, map, { x: 0, y: 0, k: 1 }, { width: 0, height: 0 })).toBeNull();
});

test("the frame is what the camera sees, within the map", () => {
  const pane = { width: 500, height: 600 };
  const frame = frameOn(small, map, { x: -200, y: -1000, k: 1 }, pane);
  expect(frame).toEqual({
    x: 200 * small.scale,
    y: 1000 * small.scale,
    w: 500 * small.scale,
    h: 600 * small.scale,
  });
  const aside = frameOn(small, map, { x: 250, y: 0, k: 1 }, pane);
  expect(aside).toMatchObject({ x: 0, w: 250 * small.scale });
});
