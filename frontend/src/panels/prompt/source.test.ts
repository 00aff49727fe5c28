import { expect, test } from "vitest";
import { readSource, writtenSource } from "./source";

test("text is taken as it is", () => {
  expect(readSource(" Her name", true)).toEqual({ source: { kind: "text", text: " Her name" } });
});

test("ids are read however they are separated, and written back", () => {
  const read = readSource("[3, 1 4;\n15]", false);
  expect(read).toEqual({ source: { kind: "ids", ids: [3, 1, 4, 15], labels: null } });
  expect("source" in read && writtenSource(read.source)).toBe("3, 1, 4, 15");
});

test("what can't be read says what to do", () => {
  expect(readSource("  ", true)).toEqual({
    problem: "The prompt is empty: write something for the model to read.",
  });
  expect(readSource("3, x", false)).toEqual({
    problem: "“x” is no token id: write whole numbers, such as 3, 1, 4.",
  });
});
