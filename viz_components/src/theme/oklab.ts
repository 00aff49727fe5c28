/** sRGB, each channel 0 … 255. */
export interface Rgb {
  r: number;
  g: number;
  b: number;
}

/** OKLab (Björn Ottosson, 2020): `l` is perceived lightness, 0 … 1. */
export interface Lab {
  l: number;
  a: number;
  b: number;
}

/** `#rrggbb` as channels. */
export function fromHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return { r: value >> 16, g: (value >> 8) & 255, b: value & 255 };
}

/** The straight line between two colours. */
export function mix(from: Lab, to: Lab, share: number): Lab {
  const between = (p: number, q: number) => p + (q - p) * share;
  return { l: between(from.l, to.l), a: between(from.a, to.a), b: between(from.b, to.b) };
}

export function toLab({ r, g, b }: Rgb): Lab {
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
}

export function toRgb({ l, a, b }: Lab): Rgb {
  const p = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const q = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const t = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    r: channel(4.0767416621 * p - 3.3077115913 * q + 0.2309699292 * t),
    g: channel(-1.2684380046 * p + 2.6097574011 * q - 0.3413193965 * t),
    b: channel(-0.0041960863 * p - 0.7034186147 * q + 1.707614701 * t),
  };
}

/** Relative luminance, 0 … 1, as WCAG's contrast counts it. */
export function luminance({ r, g, b }: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function channel(value: number): number {
  const share = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(Math.max(0, Math.min(1, share)) * 255);
}
