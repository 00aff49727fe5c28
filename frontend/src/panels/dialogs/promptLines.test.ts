import { expect, test } from "vitest";
import { linesOfFile } from "./promptFile";
import { lineFor, readLines } from "./promptLines";

const texts = (text: string) =>
  readLines(text, true).prompts.map((prompt) => "text" in prompt && prompt.text);

test("one prompt a line, its own spaces kept, empty lines left out", () => {
  expect(texts("Her name\r\n\n  \n and ")).toEqual(["Her name", " and "]);
  expect(texts('"two\\nlines"\n"no JSON\n"')).toEqual(["two\nlines", '"no JSON', '"']);
});

test("ids between commas where there is no tokenizer, and which line is none", () => {
  expect(readLines("1, 2,3\n[4 5]\n", false)).toEqual({
    prompts: [
      { kind: "ids", ids: [1, 2, 3], labels: null },
      { kind: "ids", ids: [4, 5], labels: null },
    ],
    problem: null,
  });
  expect(readLines("1\n\nx", false).problem).toBe("Line 3 is no list of ids between commas.");
  expect(readLines("-1", false).problem).toBe("Line 1 is no list of ids between commas.");
});

test.each(["plain", " with spaces ", "two\nlines", '"quoted"', " ", 'a "b"'])("%j is one line", (prompt) => {
  expect(texts(lineFor(prompt))).toEqual([prompt]);
});

test("a file of text is its lines", () => {
  expect(linesOfFile("a.txt", "\ufeffone\r\ntwo\r\n")).toBe("one\ntwo");
});

test("a table's column of prompts, or its first", () => {
  expect(linesOfFile("a.csv", 'id,Prompt\n1,"a, ""b"""\n2,c\n')).toBe('a, "b"\nc');
  expect(linesOfFile("a.CSV", "one,1\r\ntwo,2")).toBe("one\ntwo");
  expect(linesOfFile("a.csv", 'text\n"two\nlines"')).toBe('"two\\nlines"');
});

test("JSON line by line: texts, ids, records", () => {
  expect(linesOfFile("a.jsonl", '"one"\n\n{"id": 1, "text": "two"}\n[3, 4]\n{"x": "five"}')).toBe(
    "one\ntwo\n3, 4\nfive",
  );
  expect(() => linesOfFile("a.jsonl", '"one"\n{"id": 1}')).toThrow("Line 2 holds no prompt");
  expect(() => linesOfFile("a.jsonl", "one")).toThrow("Line 1 is no JSON.");
});
