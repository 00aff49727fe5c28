import { expect, it } from "vitest";
import { outside } from "./useUnseen";

const ROWS = [3, 3, 36, 36, 36, 69].map((top) => ({ top, height: 29 }));

it("counts the tokens above and below what is shown", () => {
  expect(outside(ROWS, 0, 66)).toEqual({ above: 0, below: 1 });
  expect(outside(ROWS, 33, 66)).toEqual({ above: 2, below: 0 });
  expect(outside(ROWS, 0, 200)).toEqual({ above: 0, below: 0 });
});
