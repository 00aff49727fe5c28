const NAMES = [
  "bg",
  "panel",
  "sunken",
  "line",
  "line-strong",
  "ink",
  "dim",
  "faint",
  "accent",
  "accent-soft",
  "accent-ink",
  "spine",
  "wire",
  "pos",
  "neg",
  "ice",
  "amber",
  "error",
  "hatch",
] as const;

export type ColourName = (typeof NAMES)[number];
/** The theme's colours as a canvas needs them: resolved. */
export type Palette = Readonly<Record<ColourName, string>> & { readonly font: string; readonly mono: string };

/** Reads the design's tokens where the element stands. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string) =>
    style.getPropertyValue(`--tf-${name}`).trim() || otherwise;
  const colours = Object.fromEntries(NAMES.map((name) => [name, read(name, "#808080")]));
  return {
    ...(colours as Record<ColourName, string>),
    font: read("font", "sans-serif"),
    mono: read("mono", "monospace"),
  };
}
