// What a notebook says of itself; what it paints is looked at in a real browser.
import { afterEach, expect, test } from "vitest";
import { paintBehind } from "../export/svgOf";
import { themeAround } from "./surroundings";

const { body, documentElement } = document;

afterEach(() => {
  for (const element of [body, documentElement])
    for (const name of element.getAttributeNames()) element.removeAttribute(name);
  body.replaceChildren();
});

test.each([
  ["Jupyter", body, "data-jp-theme-light", "false"],
  ["Colab", documentElement, "theme", "dark"],
  ["VS Code", body, "data-vscode-theme-kind", "vscode-dark"],
  ["VS Code, of high contrast", body, "data-vscode-theme-kind", "vscode-high-contrast"],
])("%s says that it is dark", (_notebook, element, name, word) => {
  expect(themeAround(body)).toBe("light");
  element.setAttribute(name, word);
  expect(themeAround(body)).toBe("dark");
});

test("what is painted around a shadow root is seen from within", () => {
  body.style.backgroundColor = "rgb(10, 20, 30)";
  const host = body.appendChild(document.createElement("div"));
  const inner = document.createElement("div");
  host.attachShadow({ mode: "open" }).append(inner);
  expect(paintBehind(inner)).toBe("rgb(10, 20, 30)");
});
