import { expect, test } from "vitest";
import { broken } from "./broken";

const PROMPT = "clean: <bos>Her·name·was·Emma·Cooper.·The·day·was·late·and·she·sat·in·the·garden·with·…";

test("a long prompt is broken by how wide its letters are, behind a word, and loses none", () => {
  const widthOf = (line: string) => [...line].reduce((sum, letter) => sum + (letter === "i" ? 3 : 7), 0);
  const lines = broken(`trafo-2l · ${PROMPT} · raw`, (line) => widthOf(line) <= 280);
  expect(lines).toEqual([
    "trafo-2l",
    "clean: <bos>Her·name·was·Emma·Cooper.·",
    "The·day·was·late·and·she·sat·in·the·",
    "garden·with·… · raw",
  ]);
});

test("a letter without room has a line all the same", () => {
  expect(broken("ab · c", () => false)).toEqual(["a", "b", "c"]);
});
