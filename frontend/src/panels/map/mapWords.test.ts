import { expect, test } from "vitest";
import { experiment } from "../../testing/experiments";
import { intervention, prompt, state } from "../../testing/states";
import { mapWords } from "./mapWords";

const HERE = prompt("clean", "<bos>", "a", " b");
const STATE = state({ clean: HERE });

test("a map says of which model and prompt it is, and what is in force", () => {
  expect(mapWords(STATE, null)).toEqual(["trafo-2l: “<bos>a b”"]);
  const held = { ...STATE, interventions: [intervention(["L0H2"])] };
  expect(mapWords(held, null)).toEqual([`trafo-2l: “<bos>a b”, under ablate("L0H2")`]);
});

test("with an experiment on it its conditions come first, and that it was found on another prompt last", () => {
  const other = prompt("clean", "<bos>", "c");
  const words = mapWords(STATE, experiment({}, { prompts: [other] }));
  expect(words[0]).toBe("residual stream");
  expect(words[1]).toContain("corrupt's resid_pre put into the clean run");
  expect(words.slice(-2)).toEqual([
    "Patterns of trafo-2l: “<bos>a b”",
    "This was found on another prompt: “<bos>c”.",
  ]);
});
