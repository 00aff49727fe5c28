import type { HistoryEntry } from "@trafolab/viz";
import { expect, test } from "vitest";
import { isNextUndo } from "./undoable";

const entry = (revision: number, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  revision,
  kind: "forget",
  label: "",
  code: null,
  origin: "page",
  cell: null,
  undone: false,
  ...change,
});

test("the newest act is what undo takes back, whatever was marked or undone since", () => {
  const history = [entry(3), entry(5), entry(6, { origin: "mark" }), entry(7, { undone: true })];
  expect(isNextUndo(history, 5)).toBe(true);
  expect(isNextUndo(history, 3)).toBe(false);
  expect(isNextUndo([...history, entry(8, { origin: "code" })], 5)).toBe(false);
  expect(isNextUndo([], 5)).toBe(false);
});
