import type { HistoryEntry } from "@trafolab/viz";
import { expect, test } from "vitest";
import { promptChanges } from "./promptChanges";

function entry(code: string, change: Partial<HistoryEntry> = {}): HistoryEntry {
  const kind = code.startsWith("lab.prompt") ? "set_prompt" : "intervene";
  return { revision: 1, kind, label: code, code, origin: "page", cell: null, undone: false, ...change };
}

const FIRST = {
  clean: "Her name was Alex Hart. Alex",
  others: { corrupt: "Her name was Alex Carroll. Alex" },
};
const UNSEEN = () => undefined;

function changes(codes: readonly string[], first: typeof FIRST | null = FIRST): (string | undefined)[] {
  const found = promptChanges(
    codes.map((code) => entry(code)),
    first,
    UNSEEN,
  );
  return codes.map((_, place) => found.get(place));
}

test("words that changed, each beside what it was", () => {
  expect(changes(['lab.prompt("Her name was Sarah Hart. Sarah")', 'lab.ablate("L1H6")'])).toEqual([
    "·Alex → ·Sarah, ·Alex → ·Sarah",
    undefined,
  ]);
});

test("by position where the tokens are known", () => {
  const tokens = (given: unknown) => ["<bos>", ...String(given).split(/(?= )|(?=\.)/)];
  const found = promptChanges([entry('lab.prompt("Her name was Alex Hood. Alex")')], FIRST, tokens);
  expect([...found.values()]).toEqual(["·Hart → ·Hood (5)"]);
});

test("another length: what stands between the ends that both share", () => {
  expect(changes(['lab.prompt("Her name was Alex. Alex")'])).toEqual(["·Alex·Hart. → ·Alex."]);
});

test("many changes are counted", () => {
  expect(changes(['lab.prompt("a b c d e f")'], FIRST)).toEqual([
    "Her → a, ·name → ·b, ·was → ·c and 3 more",
  ]);
});

test("counterfactuals by their names: changed, new, removed, and left as they are", () => {
  const said = changes([
    'lab.prompt("Her name was Alex Hart. Alex", corrupt="Her name was Alex Smith. Alex")',
    'lab.prompt("Her name was Alex Hart. Alex", corrupt={"corrupt": "Her name was Alex Smith. Alex", "b": "B"})',
    'lab.prompt("Her name was Alex Hart. Alex", corrupt={"b": "B"})',
    'lab.prompt("Her name was Alex Hart. Alex")',
  ]);
  expect(said).toEqual(["corrupt: ·Carroll. → ·Smith.", "b: new, “B”", "corrupt: removed", "as it was"]);
});

test("the first one known says its text, and one that was undone changes nothing for the next", () => {
  expect(changes(['lab.prompt("Hello there")'], null)).toEqual(["“Hello there”"]);
  const undone = entry('lab.prompt("Her name was Alex Hood. Alex")', { undone: true });
  const next = entry('lab.prompt("Her name was Alex Wood. Alex")');
  expect([...promptChanges([undone, next], FIRST, UNSEEN).values()]).toEqual([
    "·Hart. → ·Hood.",
    "·Hart. → ·Wood.",
  ]);
});
