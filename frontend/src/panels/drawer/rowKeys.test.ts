import { expect, test } from "vitest";
import { keyed } from "./rowKeys";

const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);

test("what is put in a place inherits its row", () => {
  const first = keyed([], ["a", "b"]);
  expect(keys(first)).toEqual(["a", "b"]);
  const second = keyed(first, ["a2", "b"]);
  expect(keys(second)).toEqual(["a", "b"]);
  expect(keys(keyed(second, ["b", "a2"]))).toEqual(["b", "a"]);
});

test("what is new gets a row of its own, also under a name that was used before", () => {
  const edited = keyed(keyed([], ["a"]), ["a2"]);
  expect(keys(keyed(edited, ["a2", "a"]))).toEqual(["a", "a'"]);
  expect(keys(keyed(keyed([], ["a", "b"]), ["b"]))).toEqual(["b"]);
});
