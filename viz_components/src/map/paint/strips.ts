import { pixelPicture } from "../../canvas/prepareCanvas";
import { colourTable } from "../../scales";
import type { Theme } from "../../theme/useTheme";
import type { MapMlps } from "../props";

/** All MLPs' neurons in one picture, a row each, so that drawing one is one copy. */
export interface Strips {
  picture: ImageBitmap;
  bins: number;
  rows: ReadonlyMap<string, number>;
}

/** Colours uint8 `[component, bins]` by the sequential scale. Null without MLPs, or without a canvas. */
export function makeStrips({ components, bins, data }: MapMlps, theme: Theme): Strips | null {
  const table = colourTable("sequential", theme);
  const pixels = Uint32Array.from(
    { length: components.length * bins },
    (_, index) => table[data[index] ?? 0] ?? 0,
  );
  const picture = pixelPicture(pixels, bins, components.length);
  return picture && { picture, bins, rows: new Map(components.map((component, row) => [component, row])) };
}
