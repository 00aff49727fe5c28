import { describe, expect, it } from "vitest";
import { colourTable, diverging, inkOn, sequential } from "./scales";
import { fromHex, luminance, toLab } from "./theme/oklab";
import type { Theme } from "./theme/useTheme";

const THEMES: readonly Theme[] = ["light", "dark"];
const shares = Array.from({ length: 33 }, (_, index) => index / 32);

describe.each(THEMES)("scales, %s", (theme) => {
  it("gives sequential colours even steps of lightness", () => {
    const lightness = shares.map((share) => toLab(sequential(share, theme)).l);
    const steps = lightness.slice(1).map((value, index) => Math.abs(value - (lightness[index] ?? 0)));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    for (const step of steps) expect(Math.abs(step - mean) / mean).toBeLessThan(0.35);
  });

  it("starts at the panel's colour, so that nothing looks like nothing", () => {
    const panel = theme === "light" ? "rgb(255 255 255)" : "rgb(25 28 36)";
    expect(sequential(0, theme).css).toBe(panel);
    expect(diverging(0.0001, theme).css).toBe(panel);
  });

  it("gives both signs the same lightness, and hues that colour-blind eyes tell apart", () => {
    for (const size of [0.25, 0.5, 0.75, 1]) {
      const [minus, plus] = [toLab(diverging(-size, theme)), toLab(diverging(size, theme))];
      expect(Math.abs(minus.l - plus.l)).toBeLessThan(0.06);
      // OKLab's b runs from blue to yellow: the axis that red-green blindness leaves.
      expect(minus.b - plus.b).toBeGreaterThan(0.1 * size);
    }
  });

  it("chooses ink that can be read on every colour", () => {
    for (const share of shares) {
      const colour = sequential(share, theme);
      const ink = luminance(fromHex(inkOn(colour)));
      const [dark, bright] = [luminance(colour), ink].toSorted((a, b) => a - b) as [number, number];
      expect((bright + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe("colourTable", () => {
  it("packs 256 opaque pixels whose ends are the scale's ends", () => {
    const table = colourTable("sequential", "light");
    expect(table).toHaveLength(256);
    expect(table[0]).toBe(0xffffffff);
    const { r, g, b } = sequential(1, "light");
    expect([...new Uint8Array(table.buffer).slice(-4)]).toEqual([r, g, b, 255]);
  });
});
