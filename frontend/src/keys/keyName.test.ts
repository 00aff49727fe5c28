import { expect, test } from "vitest";
import { keyName } from "./keyName";

const NONE = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

test.each([
  [{ ...NONE, key: "a" }, "A"],
  [{ ...NONE, key: "Z", shiftKey: true }, "Shift Z"],
  [{ ...NONE, key: "k", ctrlKey: true }, "Mod K"],
  [{ ...NONE, key: "k", metaKey: true }, "Mod K"],
  [{ ...NONE, key: "?", shiftKey: true }, "?"],
  [{ ...NONE, key: "/" }, "/"],
  [{ ...NONE, key: "ArrowLeft", shiftKey: true }, "Shift ArrowLeft"],
])("%j is %s", (event, name) => {
  expect(keyName(event)).toBe(name);
});
