import { expect, test } from "vitest";
import { characters } from "./characters";

const texts = (...tokens: string[]) => characters(tokens).map(({ text }) => text);

test("bytes that make a character stand together, and others as they are", () => {
  expect(characters([" caf", "\\xc3", "\\xa9", "."])).toEqual([
    { text: " caf", start: 0, end: 1 },
    { text: "é", start: 1, end: 3 },
    { text: ".", start: 3, end: 4 },
  ]);
  expect(texts("\\xf0\\x9f", "\\x98", "\\x80", "\\xc3", "\\x9f")).toEqual(["😀", "ß"]);
});

test("bytes that make none stay", () => {
  expect(texts("\\xc3", "x", "\\xa9")).toEqual(["\\xc3", "x", "\\xa9"]);
  expect(texts("\\xc3")).toEqual(["\\xc3"]);
  expect(texts("\\xa9", "\\xc3", "\\xa9")).toEqual(["\\xa9", "é"]);
  expect(texts()).toEqual([]);
});
