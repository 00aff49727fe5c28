import { GROUP_GAP, KV_HEIGHT, TILE, TILE_GAP } from "./metrics";
import type { Rect } from "./types";

interface Tile extends Rect {
  head: number;
}

interface Group extends Rect {
  group: number;
  first: number;
  last: number;
}

/** Heads of one layer in rows, from the grid's top left corner, with the groups that share keys and values. */
export interface HeadGrid {
  tiles: Tile[];
  groups: Group[];
  /** Heads row by row, top to bottom. */
  rows: number[][];
  width: number;
  height: number;
}

/** Lays out heads in rows of at most about `widest`, with `label` units under each for its name; groups of heads stay together where they fit. */
export function headGrid(heads: number, keyValueHeads: number, widest: number, label: number): HeadGrid {
  const size = Math.max(1, Math.round(heads / Math.max(1, keyValueHeads)));
  const grouped = keyValueHeads < heads;
  const rows = grouped ? groupedRows(heads, size, widest) : chunks(heads, widest, 1);
  const grid: HeadGrid = { tiles: [], groups: [], rows, width: 0, height: 0 };
  let y = 0;
  for (const row of rows) {
    const tiles = placeRow(row, y, grouped ? size : heads, TILE + label);
    grid.tiles.push(...tiles);
    y += TILE + label;
    const ended = grouped ? endedGroups(tiles, size, y) : [];
    grid.groups.push(...ended);
    y += (ended.length > 0 ? KV_HEIGHT : 0) + TILE_GAP;
    grid.width = Math.max(grid.width, ...tiles.map((tile) => tile.x + tile.w));
  }
  grid.height = Math.max(0, y - TILE_GAP);
  return grid;
}

function groupedRows(heads: number, size: number, widest: number): number[][] {
  if (size <= widest) return chunks(heads, widest, size);
  const rows: number[][] = [];
  for (let first = 0; first < heads; first += size) {
    const own = chunks(Math.min(size, heads - first), widest, 1);
    rows.push(...own.map((row) => row.map((head) => head + first)));
  }
  return rows;
}

/** Rows as equal as can be, each a multiple of `unit` long. */
function chunks(count: number, widest: number, unit: number): number[][] {
  const most = Math.max(unit, Math.floor(widest / unit) * unit);
  const rows = Math.max(1, Math.ceil(count / most));
  const length = Math.max(1, Math.ceil(count / rows / unit) * unit);
  const all = Array.from({ length: count }, (_, head) => head);
  return Array.from({ length: Math.ceil(count / length) }, (_, row) =>
    all.slice(row * length, (row + 1) * length),
  );
}

function placeRow(row: readonly number[], y: number, size: number, height: number): Tile[] {
  const firstGroup = Math.floor((row[0] ?? 0) / size);
  return row.map((head, index) => {
    const gaps = Math.floor(head / size) - firstGroup;
    return { head, x: index * (TILE + TILE_GAP) + gaps * GROUP_GAP, y, w: TILE, h: height };
  });
}

function endedGroups(tiles: readonly Tile[], size: number, y: number): Group[] {
  const ended = tiles.filter((tile) => (tile.head + 1) % size === 0);
  return ended.map((end) => {
    const group = Math.floor(end.head / size);
    const start = tiles.find((tile) => Math.floor(tile.head / size) === group) ?? end;
    // Below the heads' names by as much as the frame of what is selected is wide.
    const across = { x: start.x, y: y + 2, w: end.x + end.w - start.x, h: KV_HEIGHT - 2 };
    return { ...across, group, first: group * size, last: end.head };
  });
}
