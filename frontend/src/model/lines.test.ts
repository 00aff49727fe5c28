import { expect, test } from "vitest";
import { lineChoices, toggledLines } from "./lines";

test("the same lines chosen again are taken off, whatever the order of what they are asked with", () => {
  const [keys, queries] = lineChoices().map(({ drawn }) => drawn);
  if (!keys || !queries) throw new Error("views offer lines");
  expect(keys.params).toMatchObject({ head: "", part: "K", measure: "deviations" });
  expect(toggledLines(null, keys)).toBe(keys);
  expect(toggledLines(keys, queries)).toBe(queries);
  const params = Object.fromEntries(Object.entries(keys.params).reverse());
  expect(toggledLines({ ...keys, params }, keys)).toBe(null);
});
