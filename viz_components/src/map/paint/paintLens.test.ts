import { expect, it } from "vitest";
import { lettersIn } from "./paintLens";

it("shortens tokens to the room at the left of the spine", () => {
  expect(lettersIn(60, 0, 11.5)).toBe(8);
  expect(lettersIn(60, 20, 11.5)).toBe(8);
});

it("uses the room of the pane beside the map, up to a dozen letters", () => {
  expect(lettersIn(60, -15, 11.5)).toBe(10);
  expect(lettersIn(60, -500, 11.5)).toBe(12);
});

it("always says something", () => {
  expect(lettersIn(3, 0, 20)).toBe(2);
});
