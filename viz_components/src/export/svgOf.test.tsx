// What needs no layout; how it looks is tested in a browser.
import { afterEach, expect, test } from "vitest";
import { groundOf, svgOf } from "./svgOf";
import { escaped } from "./xml";

afterEach(() => document.body.replaceChildren());

function bodyOf(html: string): HTMLElement {
  const body = document.createElement("div");
  body.innerHTML = html;
  document.body.append(body);
  return body;
}

test("a figure has its title, its conditions, and inline charts with their look", () => {
  const body = bodyOf(
    '<div class="tf-view-controls"><svg><text>chosen</text></svg></div>' +
      '<svg class="chart"><rect class="bar" style="fill: rgb(1, 2, 3)"></rect></svg>',
  );
  const figure = svgOf(body, { title: "Bars & <more>", caption: "clean · live · model 0123" });
  const parsed = new DOMParser().parseFromString(figure, "image/svg+xml");
  expect(parsed.querySelector("parsererror")).toBeNull();
  expect(parsed.querySelector("text")?.textContent).toBe("Bars & <more>");
  expect(parsed.querySelector("svg svg rect")?.getAttribute("fill")).toBe("rgb(1, 2, 3)");
  expect(figure).not.toContain("chosen");
  expect([...parsed.querySelectorAll("text")].slice(1).map((line) => line.textContent)).toEqual([
    "clean · live",
    "model 0123",
  ]);
});

test("what no XML can say is left out of a text", () => {
  expect(escaped('a<b>&"\u0000\ud800')).toBe("a&lt;b&gt;&amp;&quot;");
});

test("the ground is the nearest colour behind", () => {
  const body = bodyOf("<p></p>");
  expect(groundOf(body)).toBe("#ffffff");
  document.body.style.backgroundColor = "rgb(10, 20, 30)";
  expect(groundOf(body)).toBe("rgb(10, 20, 30)");
  document.body.style.backgroundColor = "";
});

test("what is longer than a line goes on in the next, behind a word where there is one", () => {
  const figure = svgOf(bodyOf(""), { title: "t", caption: `of ${"word ".repeat(8)}· ${"x".repeat(30)}` });
  const parsed = new DOMParser().parseFromString(figure, "image/svg+xml");
  expect([...parsed.querySelectorAll("text")].slice(1).map((line) => line.textContent)).toEqual([
    "of word word word word",
    "word word word word",
    "x".repeat(23),
    "x".repeat(7),
  ]);
});
