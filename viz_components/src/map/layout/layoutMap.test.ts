import { describe, expect, it } from "vitest";
import { structureOf } from "../../examples/structures";
import { layoutMap } from "./layoutMap";
import type { Box, MapLayout } from "./types";

const small = layoutMap(structureOf({ layers: 2, heads: 8 }));

describe("a GPT-2-like model", () => {
  it("has a box for every component, named as the kernel names them", () => {
    const heads = Array.from({ length: 8 }, (_, head) => `H${head}`);
    const layer = (index: number) => [
      `resid_pre.${index}`,
      `attn.${index}`,
      ...heads.map((head) => `L${index}${head}`),
      `ln1.${index}`,
      `resid_mid.${index}`,
      `mlp.${index}`,
      `ln2.${index}`,
      `resid_post.${index}`,
    ];
    const expected = ["embed", "pos_embed", ...layer(0), ...layer(1), "ln_final", "unembed"];
    expect(small.boxes.map((box) => box.component)).toEqual(expected);
  });

  it("runs bottom to top", () => {
    const order = [
      "embed",
      "resid_pre.0",
      "L0H0",
      "resid_mid.0",
      "mlp.0",
      "resid_post.0",
      "resid_pre.1",
      "L1H0",
    ];
    const heights = [...order, "mlp.1", "resid_post.1", "ln_final", "unembed"].map(
      (name) => box(small, name).y,
    );
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  });

  it("can be read at once in a pane of 640 × 560", () => {
    expect(Math.min(640 / small.width, 560 / small.height)).toBeGreaterThan(0.98);
  });

  it("adds back once a sublayer, and once for the positions", () => {
    expect(small.adders).toHaveLength(5);
    expect(new Set(small.adders.map(({ x }) => x))).toEqual(new Set([small.spine.x]));
  });
});

describe.each([
  ["2 × 8", { layers: 2, heads: 8 }],
  ["12 × 12", { layers: 12, heads: 12 }],
  ["48 × 25", { layers: 48, heads: 25 }],
  ["80 × 64 grouped", { layers: 80, heads: 64, keyValueHeads: 8, norm: "RMS" }],
  ["one key-value head", { layers: 2, heads: 71, keyValueHeads: 1 }],
  ["norms at both ends, few layers", { layers: 2, heads: 8, sandwiched: true }],
  [
    "norms at both ends, many layers",
    { layers: 26, heads: 8, keyValueHeads: 4, norm: "RMS", sandwiched: true },
  ],
  ["parallel", { layers: 6, heads: 8, parallel: true }],
  ["attention only", { layers: 2, heads: 4, neurons: null, norm: null }],
] as const)("%s", (_name, shape) => {
  const layout = layoutMap(structureOf(shape));

  it("puts every box inside the map, and no box over another", () => {
    for (const item of layout.boxes) {
      expect(item.x >= 0 && item.y >= 0).toBe(true);
      expect(item.x + item.w <= layout.width && item.y + item.h <= layout.height).toBe(true);
    }
    expect(overlapping(layout.boxes)).toEqual([]);
  });

  it("lets the arrow keys reach each component once", () => {
    expect(layout.rows.flat().toSorted()).toEqual(layout.boxes.map(({ component }) => component).toSorted());
  });
});

describe("what a model lacks", () => {
  it("is not drawn", () => {
    const bare = layoutMap(
      structureOf({ layers: 1, heads: 2, neurons: null, norm: null, position: "rotary" }),
    );
    const names = bare.boxes.map(({ component }) => component);
    expect(names).toEqual(["embed", "resid_pre.0", "attn.0", "L0H0", "L0H1", "resid_post.0", "unembed"]);
  });

  it("is no stream between attention and MLP where they run in parallel", () => {
    const parallel = layoutMap(structureOf({ layers: 1, heads: 2, parallel: true, position: "rotary" }));
    expect(parallel.byName.has("resid_mid.0")).toBe(false);
    expect(parallel.adders).toHaveLength(1);
    const bottoms = parallel.frames.map((frame) => frame.y + frame.h);
    expect(new Set(bottoms).size).toBe(1);
  });
});

describe("grouped keys", () => {
  const grouped = layoutMap(structureOf({ layers: 1, heads: 8, keyValueHeads: 2 }));

  it("stand under the heads that they serve, apart from the next group", () => {
    const [first, last, next] = ["L0H0", "L0H3", "L0H4"].map((name) => box(grouped, name)) as [Box, Box, Box];
    const group = box(grouped, "L0KV0");
    expect([group.x, group.x + group.w]).toEqual([first.x, last.x + last.w]);
    expect(next.x - (last.x + last.w)).toBeGreaterThan(last.x - box(grouped, "L0H2").x - last.w);
  });
});

function box(layout: MapLayout, name: string): Box {
  const found = layout.byName.get(name);
  if (!found) throw new Error(`The layout has no ${name}.`);
  return found;
}

function overlapping(boxes: readonly Box[]): string[] {
  const sorted = boxes.toSorted((a, b) => a.y - b.y);
  return sorted.flatMap((one, index) => {
    const below = sorted.slice(index + 1).filter((other) => other.y < one.y + one.h - 0.01);
    return below
      .filter((other) => other.x < one.x + one.w - 0.01 && one.x < other.x + other.w - 0.01)
      .map((other) => `${one.component} over ${other.component}`);
  });
}
