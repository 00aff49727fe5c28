import { expect, it } from "vitest";
import { spaced } from "./spaced";

it("offers the token with its space where that has been seen", () => {
  expect(spaced("John", [" Mary", " John"])).toBe(" John");
  expect(spaced("John", ["John", " John"])).toBe(" John");
});

it("offers nothing for what is unknown, spaced already or empty", () => {
  expect(spaced("John", [" Mary", "John"])).toBeNull();
  expect(spaced(" John", [" John", "  John"])).toBeNull();
  expect(spaced("", [" "])).toBeNull();
});
