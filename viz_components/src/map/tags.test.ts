import { expect, test } from "vitest";
import { structureOf } from "../examples/structures";
import { layoutMap } from "./layout/layoutMap";
import type { Box } from "./layout/types";
import { groupsByMember, tagAt, tagsOf } from "./tags";

const width = (text: string) => 5 * text.length;
const box = layoutMap(structureOf({ layers: 2, heads: 8 })).byName.get("L1H6") as Box;
const { x, y } = box.picture;

test("tags stand side by side, the last one as long as there is room", () => {
  const tags = tagsOf(box, ["ab", "copiers"], 1, width);
  expect(tags.map(({ group, text }) => [group, text])).toEqual([
    ["ab", "ab"],
    ["copiers", "cop…"],
  ]);
  expect(tags[0]).toMatchObject({ x: x + 2, y: y + 2, w: 15, h: 11 });
  expect(tags[1]?.x).toBe(x + 2 + 15 + 2);
  expect(tagsOf(box, ["movers", "copiers"], 1, width).map(({ group }) => group)).toEqual(["movers"]);
});

test("from afar there are none", () => {
  expect(tagsOf(box, ["ab"], 0.5, width)).toEqual([]);
});

test("a place on a tag is of its group, one beside it of none", () => {
  const tags = tagsOf(box, ["ab", "c"], 1, width);
  expect(tagAt(tags, [x + 4, y + 5])).toBe("ab");
  expect(tagAt(tags, [x + 22, y + 5])).toBe("c");
  expect(tagAt(tags, [x + 4, y + 30])).toBeNull();
});

test("a component knows all of its groups", () => {
  const groups = [
    { name: "a", members: ["L1H6", "L0H0"] },
    { name: "b", members: ["L1H6"] },
  ];
  expect([...groupsByMember(groups)]).toEqual([
    ["L1H6", ["a", "b"]],
    ["L0H0", ["a"]],
  ]);
});
