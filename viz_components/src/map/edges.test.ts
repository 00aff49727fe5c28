import { expect, it } from "vitest";
import { structureOf } from "../examples/structures";
import { edgeAt, linesOf } from "./edges";
import { layoutMap } from "./layout/layoutMap";
import type { MapEdge } from "./props";

const layout = layoutMap(structureOf({ layers: 2, heads: 8 }));

function edge(sender: string, receiver: string, part: string, effect: number): MapEdge {
  return { key: `${sender} ${receiver}.${part}`, sender, receiver, part, effect, note: "" };
}

const early = edge("L0H2", "L1H6", "k", 0.5);
const late = edge("L1H6", "unembed", "", -2);

it("runs from the top of what writes to the lower edge of what reads, where its part comes in", () => {
  const [line] = linesOf([early], layout);
  const [from, to] = ["L0H2", "L1H6"].map((name) => layout.byName.get(name)?.picture);
  if (!line || !from || !to) throw new Error("no line");
  expect(line.points[0]).toEqual([from.x + from.w / 2, from.y + 3]);
  expect(line.points.at(-1)).toEqual([to.x + to.w / 2, to.y + to.h - 3]);
  const [q, v] = linesOf([edge("L0H2", "L1H6", "q", 1), edge("L0H2", "L1H6", "v", 1)], layout);
  expect(q?.points.at(-1)?.[0]).toBeLessThan(line.points.at(-1)?.[0] ?? 0);
  expect(v?.points.at(-1)?.[0]).toBeGreaterThan(line.points.at(-1)?.[0] ?? 0);
});

it("draws the strongest last, and leaves out what the map does not show", () => {
  const lines = linesOf([late, early, edge("L7H0", "unembed", "", 9)], layout);
  expect(lines.map((line) => line.edge)).toEqual([early, late]);
});

it("finds the edge whose line is nearest within reach", () => {
  const lines = linesOf([early, late], layout);
  const middle = lines[0]?.points[9] ?? [0, 0];
  expect(edgeAt(lines, [middle[0] + 2, middle[1]], 5)).toBe(early);
  expect(edgeAt(lines, [middle[0] + 500, middle[1]], 5)).toBeNull();
});

it("stays fast with the most edges of a model of 1,200 heads", () => {
  const large = layoutMap(structureOf({ layers: 48, heads: 25 }));
  const edges = Array.from({ length: 400 }, (_, i) =>
    edge(`L${i % 20}H${i % 25}`, `L${20 + (i % 28)}H${(i * 7) % 25}`, "qkv"[i % 3] ?? "", i),
  );
  const lines = linesOf(edges, large);
  expect(lines).toHaveLength(400);
  const before = performance.now();
  for (let i = 0; i < 100; i++) edgeAt(lines, [i * 8, i * 30], 5);
  // A move of the pointer: far below a frame of 16 ms.
  expect((performance.now() - before) / 100).toBeLessThan(4);
});
