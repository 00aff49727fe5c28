import { expect, test } from "vitest";
import { scrolledTo, textColumns } from "./textColumns";

test("as many whole columns as there is room for share it", () => {
  const found = textColumns(320, 12, 12);
  expect(found.names).toBe(90);
  expect(found.pitch).toBeCloseTo(230 / 4);
  expect(found.template).toMatch(/^90px repeat\(12, 56\.5px\)$/);
});

test("few columns do not grow beyond what a token needs, and a narrow grid scrolls", () => {
  expect(textColumns(2000, 12, 3).pitch).toBe(97);
  expect(textColumns(0, 12, 3).pitch).toBe(53);
});

test("a column comes into sight by the shortest way, and what is in sight stays", () => {
  const columns = textColumns(320, 12, 12);
  const end = scrolledTo(0, 11, 320, columns);
  expect(end).toBeCloseTo(12 * columns.pitch + columns.names - 320);
  expect(end / columns.pitch).toBeCloseTo(8);
  expect(scrolledTo(0, 3, 320, columns)).toBe(0);
  expect(scrolledTo(end, 9, 320, columns)).toBe(end);
  expect(scrolledTo(end, 2, 320, columns)).toBe(2 * columns.pitch);
});
