import { expect, test } from "vitest";
import { layoutOf, readLayout } from "./layout";
import { firstPage } from "./page";

test("what is kept comes back as it was", () => {
  const page = {
    ...firstPage("dark"),
    selection: ["L1H6"],
    position: 3,
    camera: { x: 1, y: 2, k: 0.5 },
    sizes: { rows: { top: 60, bottom: 40 }, columns: null, drawer: null },
    collapsed: ["notebook"] as const,
    compare: { a: "a", b: "now" },
    filter: { names: "L1H*", threshold: 0.2 },
    toured: true,
  };
  const stored: unknown = JSON.parse(JSON.stringify(layoutOf(page, "light")));
  expect({ ...firstPage("light"), ...readLayout(stored as Record<string, unknown>) }).toEqual(page);
});

test("the theme of the system is not kept", () => {
  expect(readLayout(layoutOf(firstPage("dark"), "dark"))).not.toHaveProperty("theme");
});

test("what a view does not take is kept for no other tab", () => {
  const looking = {
    ...firstPage("dark").looking,
    set: { attention: { minus: 7 }, heads: { sort: "score" } },
  };
  const kept = (refused: "attention" | null) =>
    readLayout(layoutOf({ ...firstPage("dark"), looking, refused }, "dark")).looking?.set;
  expect(kept(null)).toEqual(looking.set);
  expect(kept("attention")).toEqual({ heads: { sort: "score" } });
});

test("what makes no sense is left out", () => {
  expect(
    readLayout({
      theme: "pink",
      selection: ["a", 3],
      camera: { x: "1" },
      sizes: 4,
      collapsed: ["attic"],
      compare: { a: 1, b: "now" },
      filter: { names: 1 },
      other: 1,
    }),
  ).toEqual({ selection: ["a"], collapsed: [] });
});
