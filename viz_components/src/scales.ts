/**
 * Colour scales that are even to the eye: straight lines in OKLab, whose lightness steps are equal by
 * construction (Ottosson 2020). Zero is the panel's own colour, so that nothing looks like something in
 * neither theme; blue against orange stays apart for colour-blind eyes.
 */
import { fromHex, type Lab, luminance, mix, type Rgb, toLab, toRgb } from "./theme/oklab";
import type { Theme } from "./theme/useTheme";

export type ScaleKind = "sequential" | "diverging";

/** A colour of a scale, for styles and for pixels. */
export interface Colour extends Rgb {
  css: string;
}

/** 256 colours packed for a little-endian `Uint32Array` over an `ImageData`: painting is one look-up a cell. */
export type ColourTable = Uint32Array;

const STOPS: Record<ScaleKind, Record<Theme, readonly string[]>> = {
  sequential: { light: ["#ffffff", "#a9a8f4", "#2f2bb4"], dark: ["#191c24", "#5f5ec0", "#d3d2ff"] },
  diverging: {
    light: ["#a63a14", "#f0a483", "#ffffff", "#8bbce6", "#175596"],
    dark: ["#ffab86", "#a35232", "#191c24", "#33689c", "#8fcbff"],
  },
};

const SIZE = 256;
const cache = new Map<string, Colour[]>();

/** Colour of `value` in [0, 1]; what lies outside takes the end's colour. */
export function sequential(value: number, theme: Theme): Colour {
  return at(colours("sequential", theme), value);
}

/** Colour of `value` in [−1, 1], zero in the middle. */
export function diverging(value: number, theme: Theme): Colour {
  return colours("diverging", theme)[128 + Math.round(clamp(value, -1) * 127)] as Colour;
}

/** Colour of a share on either scale: [0, 1] where it is sequential, [−1, 1] where it diverges. */
export function shareOf(kind: ScaleKind, share: number, theme: Theme): Colour {
  return kind === "diverging" ? diverging(share, theme) : sequential(share, theme);
}

/** Black or white, whichever can be read on the colour. */
export function inkOn(colour: Rgb): string {
  const light = luminance(colour);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}

/** The scale as 256 packed pixels, first colour at the domain's low end. */
export function colourTable(kind: ScaleKind, theme: Theme): ColourTable {
  return Uint32Array.from(
    colours(kind, theme),
    ({ r, g, b }) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0,
  );
}

/** The scale as a CSS gradient, for legends. */
export function gradient(kind: ScaleKind, theme: Theme): string {
  const all = colours(kind, theme);
  const picked = Array.from({ length: 17 }, (_, i) => all[Math.round((i / 16) * (SIZE - 1))]?.css ?? "");
  return `linear-gradient(to right, ${picked.join(", ")})`;
}

function at(all: readonly Colour[], share: number): Colour {
  return all[Math.round(clamp(share, 0) * (SIZE - 1))] as Colour;
}

function clamp(value: number, low: number): number {
  return Math.max(low, Math.min(1, value));
}

function colours(kind: ScaleKind, theme: Theme): Colour[] {
  const key = `${kind}/${theme}`;
  const known = cache.get(key);
  if (known) return known;
  const stops = STOPS[kind][theme].map((hex) => toLab(fromHex(hex)));
  const made = Array.from({ length: SIZE }, (_, i) => colour(along(stops, place(kind, i))));
  cache.set(key, made);
  return made;
}

/** Where an entry stands on its scale. A diverging one has 128 in the middle, so that zero is exactly zero. */
function place(kind: ScaleKind, index: number): number {
  return kind === "diverging" ? Math.max(0, index - 1) / (SIZE - 2) : index / (SIZE - 1);
}

function along(stops: readonly Lab[], share: number): Lab {
  const place = share * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(place));
  return mix(stops[index] as Lab, stops[index + 1] as Lab, place - index);
}

function colour(lab: Lab): Colour {
  const rgb = toRgb(lab);
  return { ...rgb, css: `rgb(${rgb.r} ${rgb.g} ${rgb.b})` };
}
