import { pixelPicture } from "../../canvas/prepareCanvas";
import { colourTable } from "../../scales";
import type { Theme } from "../../theme/useTheme";
import type { Rect } from "../layout/types";
import type { MapPatterns } from "../props";

/** All miniatures in one picture, so that drawing a tile is one copy. */
export interface Atlas {
  picture: ImageBitmap;
  /** The same, each miniature shrunk to a few cells: what is left of it from afar. Made when first asked for. */
  small: () => ImageBitmap | null;
  smallSize: number;
  size: number;
  columns: number;
  places: ReadonlyMap<string, number>;
}

const WIDEST = 4096;
const SMALL = 4;

/** Colours uint8 `[head, size, size]` by the sequential scale. Null without heads, or without a canvas. */
export function makeAtlas(patterns: MapPatterns, theme: Theme): Atlas | null {
  const { size, heads } = patterns;
  if (size === 0 || heads.length === 0) return null;
  const columns = Math.max(1, Math.min(heads.length, Math.floor(WIDEST / size)));
  const table = colourTable("sequential", theme);
  const picture = draw(patterns, columns, table);
  if (!picture) return null;
  const smallSize = Math.min(SMALL, size);
  const small = once(() => draw(shrunkPatterns(patterns, smallSize), columns, table));
  const places = new Map(heads.map((head, index) => [head, index]));
  return { picture, small, smallSize, size, columns, places };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function draw(patterns: MapPatterns, columns: number, table: Uint32Array): ImageBitmap | null {
  const rows = Math.ceil(patterns.heads.length / columns);
  return pixelPicture(atlasPixels(patterns, columns, table), columns * patterns.size, rows * patterns.size);
}

/** The miniatures side by side, `columns` in a row, as packed pixels. */
export function atlasPixels(
  { size, heads, data }: MapPatterns,
  columns: number,
  table: Uint32Array,
): Uint32Array<ArrayBuffer> {
  const rows = Math.ceil(heads.length / columns);
  const width = columns * size;
  const pixels = new Uint32Array(width * rows * size).fill(table[0] ?? 0);
  for (let head = 0; head < heads.length; head++) {
    const corner = Math.floor(head / columns) * size * width + (head % columns) * size;
    const source = head * size * size;
    for (let row = 0; row < size; row++) {
      for (let col = 0; col < size; col++) {
        pixels[corner + row * width + col] = table[data[source + row * size + col] ?? 0] ?? 0;
      }
    }
  }
  return pixels;
}

/** Where a head's miniature lies in the picture; null for a head without one. */
export function miniature(atlas: Atlas, component: string, size: number): Rect | null {
  const index = atlas.places.get(component);
  if (index === undefined) return null;
  return { x: (index % atlas.columns) * size, y: Math.floor(index / atlas.columns) * size, w: size, h: size };
}

/**
 * The miniatures shrunk to `to` × `to`, each cell the largest of those it covers: a diagonal stays a diagonal,
 * where an average would fade into grey. uint8 `[head, to, to]`.
 */
export function shrunkPatterns({ size, heads, data }: MapPatterns, to: number): MapPatterns {
  const small = new Uint8Array(heads.length * to * to);
  for (let index = 0; index < heads.length * size * size; index++) {
    const head = Math.floor(index / (size * size));
    const row = Math.floor(((Math.floor(index / size) % size) * to) / size);
    const col = Math.floor(((index % size) * to) / size);
    const place = (head * to + row) * to + col;
    small[place] = Math.max(small[place] ?? 0, data[index] ?? 0);
  }
  return { size: to, heads, data: small };
}
