import { expect, test } from "vitest";
import { placed } from "./placing";

const page = { w: 1000, h: 600 };
const card = { w: 300, h: 120 };

test("the card stands at the side that has room", () => {
  expect(placed({ x: 0, y: 100, w: 400, h: 400 }, card, page)).toEqual({ x: 412, y: 100 });
  expect(placed({ x: 600, y: 500, w: 390, h: 90 }, card, page)).toEqual({ x: 288, y: 470 });
  expect(placed({ x: 0, y: 40, w: 1000, h: 60 }, card, page)).toEqual({ x: 10, y: 112 });
});

test("it lies over what leaves no room, and in the corner where there is nothing to show", () => {
  expect(placed({ x: 0, y: 0, w: 1000, h: 600 }, card, page)).toEqual({ x: 688, y: 468 });
  expect(placed(null, card, page)).toEqual({ x: 690, y: 470 });
});
