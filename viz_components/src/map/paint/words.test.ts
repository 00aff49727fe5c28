import { expect, test } from "vitest";
import { SvgPen } from "../../canvas/SvgPen";
import type { Frame, Scene } from "./scene";
import { type Lettering, widthOf, write } from "./words";

const palette = { font: "Sans", mono: "Mono" } as Scene["palette"];

function frameAt(k: number): Frame & { context: SvgPen } {
  return { context: new SvgPen(), scene: { palette }, k } as unknown as Frame & { context: SvgPen };
}

function written(k: number, letters: Lettering): string {
  const frame = frameAt(k);
  write(frame, "word", 30, 50, letters);
  return frame.context.toString();
}

test("words stand where they are to at every zoom, in the screen's own pixels", () => {
  for (const k of [0.7, 1, 3.1]) {
    const [, scale, x, y] =
      /scale\(([\d.]+) .*x="([\d.]+)" y="([\d.]+)"/s.exec(written(k, { size: 20 })) ?? [];
    expect(Number(x) * Number(scale)).toBeCloseTo(30, 1);
    expect(Number(y) * Number(scale)).toBeCloseTo(50, 1);
  }
});

test("zooming a little does not change their size on the screen, and never by more than a quarter of a pixel", () => {
  const sizes = Array.from({ length: 40 }, (_, step) => 1 + step / 40).map((k) => ({
    size: Number(/font-size="([\d.]+)"/.exec(written(k, { size: 10 }))?.[1]),
    k,
  }));
  expect(new Set(sizes.map(({ size }) => size)).size).toBeLessThanOrEqual(21);
  for (const { size, k } of sizes) expect(Math.abs(size - 10 * k)).toBeLessThanOrEqual(0.25);
});

test("words too small to read are not written", () => {
  expect(written(0.6, { size: 10 })).toBe("");
  expect(written(0.7, { size: 10 })).toContain("word");
});

test("their width is in world units, in the font that they are written in", () => {
  expect(widthOf(frameAt(2), "word", { size: 11, mono: true })).toBeCloseTo((0.6 * 22 * 4) / 2);
  expect(written(2, { size: 11, mono: true, bold: true })).toMatch(/font-family="Mono".*font-weight="600"/);
});
