import { expect, test } from "vitest";
import { differing } from "./differing";

const said = (clean: string, corrupt: string) =>
  differing(clean, corrupt).map((pieces) =>
    pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(""),
  );

test("what both have in common gives way to what differs, however late that is", () => {
  expect(
    said(
      "When Mary and John went to the store, John gave a drink to",
      "When Mary and John went to the store, Mary gave a drink to",
    ),
  ).toEqual(["… the store, [John] gave a …", "… the store, [Mary] gave a …"]);
});

test("short prompts stay whole, and several places are marked", () => {
  expect(said("a b", "b a")).toEqual(["[a b]", "[b a]"]);
  expect(said("So Ann met Bob", "So Eve met Tom")).toEqual(["So [Ann] met [Bob]", "So [Eve] met [Tom]"]);
});

test("prompts of other lengths differ between what they begin and end with", () => {
  expect(said("one two three four nine", "one two five six seven four nine")).toEqual([
    "one two [three] four nine",
    "one two [five six seven] four nine",
  ]);
});

test("alike prompts have nothing to mark", () => {
  expect(differing("a b c", "a b c")[0]).toEqual([{ text: "a b c", differs: false }]);
  expect(differing("", "")).toEqual([[], []]);
});
