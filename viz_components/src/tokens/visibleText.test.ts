import { expect, it } from "vitest";
import { labelText, plainText, visibleParts, visibleText } from "./visibleText";

it("marks whitespace and leaves the rest alone", () => {
  expect(visibleParts(" Hart\n\t")).toEqual([
    { text: "·", space: true },
    { text: "Hart", space: false },
    { text: "↵⇥", space: true },
  ]);
});

it("shows control and direction characters instead of obeying them", () => {
  expect(visibleText("\u202Egnp\u0000")).toBe("‹202e›gnp‹0000›");
});

it("keeps markup as text, and emoji whole when it clips", () => {
  expect(visibleText("<b>")).toBe("<b>");
  expect(visibleText("🙂🙂🙂", 2)).toBe("🙂…");
});

it("marks only the ends of an axis label", () => {
  expect(labelText(" pre 0\n", 14)).toBe("·pre 0↵");
  expect(labelText("a long label it is", 6)).toBe("a lon…");
});

it("leaves sentences readable, but for what could deceive", () => {
  expect(plainText("It holds 12 tokens,\n the prompt has \u202E23.")).toBe(
    "It holds 12 tokens, the prompt has ‹202e›23.",
  );
});
