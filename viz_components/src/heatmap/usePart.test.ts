import { expect, test } from "vitest";
import { stepped, stretch } from "./usePart";

const VIEW = 300;
const PLOT = 3744;

test("whatever is in sight is painted, wherever it was scrolled to", () => {
  for (let scroll = 0; scroll <= PLOT - VIEW; scroll++) {
    const { start, length } = stretch(stepped(scroll, VIEW), VIEW, PLOT);
    expect(start).toBeLessThanOrEqual(scroll);
    expect(start + length).toBeGreaterThanOrEqual(Math.min(PLOT, scroll + VIEW));
    expect(length).toBeLessThanOrEqual(3 * VIEW);
  }
});

test("nothing is painted outside the plot", () => {
  expect(stretch(0, VIEW, 100)).toEqual({ start: 0, length: 100 });
  expect(stretch(0, 0, 100).length).toBe(0);
});

test("a view that shrank, and was not scrolled back yet, paints nothing of what is gone", () => {
  expect(stretch(900, VIEW, 200).length).toBe(0);
});

test("a step further is no other part", () => {
  expect(stepped(149, VIEW)).toBe(0);
  expect(stepped(150, VIEW)).toBe(150);
});
