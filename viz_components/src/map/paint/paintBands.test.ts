import { expect, test } from "vitest";
import { SvgPen } from "../../canvas/SvgPen";
import { structureOf } from "../../examples/structures";
import { layoutMap } from "../layout/layoutMap";
import { paintBands } from "./paintBands";
import type { Scene } from "./scene";

const layout = layoutMap(structureOf({ layers: 3, heads: 4 }));
const palette = { wire: "#aaa", "line-strong": "#ccc" } as Scene["palette"];

/** The colours of the bands that are drawn at a zoom, with how opaque they are. */
function drawn(k: number, bands: Scene["bands"], faded = new Set<string>()): string[] {
  const context = new SvgPen();
  const scene = {
    layout,
    bands,
    faded,
    palette,
    reach: 1,
    theme: "light",
    colourBy: null,
  } as unknown as Scene;
  const view = { x: -1e4, y: -1e4, w: 2e4, h: 2e4 };
  paintBands({ context, scene, k, detail: "layer", view });
  return [...context.toString().matchAll(/fill="([^"]+)"/g)].map(([, colour]) => colour ?? "");
}

test("without numbers each layer is a band, attention and MLP apart, from where patterns are lost", () => {
  expect(drawn(0.05, new Map())).toEqual(
    layout.frames.map(({ component }) => (component.startsWith("mlp") ? "#ccc" : "#aaa")),
  );
  expect(drawn(0.1, new Map())).toEqual([]);
});

test("with numbers only what has one is a band", () => {
  expect(drawn(0.05, new Map([["attn.1", 0.5]]))).toHaveLength(1);
  expect(drawn(0.11, new Map([["attn.1", 0.5]]))).toHaveLength(1);
  expect(drawn(0.05, new Map([["attn.1", 0.5]]), new Set(["L0H0"]))).toEqual([]);
});
