import type { Palette } from "../canvas/palette";
import { pixelPicture } from "../canvas/prepareCanvas";
import { signed } from "../format";
import { diverging, inkOn, sequential } from "../scales";
import type { Theme } from "../theme/useTheme";
import { blank, type Cell, type CellValues, cellPixels, missing, Progress, type Stretch } from "./cells";
import type { Geometry } from "./geometry";

interface Picture {
  map: CellValues;
  plot: Geometry;
  theme: Theme;
  palette: Palette;
  selected: Cell | null;
  gathered: readonly Cell[];
}

type Context = CanvasRenderingContext2D;

/** Draws the cells, the lines between them, their numbers where there is room, and frames of what was chosen. */
export function paintHeatMap(context: Context, picture: Picture): void {
  const { map, plot, theme, palette, selected, gathered } = picture;
  context.fillStyle = palette.panel;
  context.fillRect(0, 0, plot.width, plot.height);
  greyBlank(context, picture);
  hatchMissing(context, picture);
  const cells = pixelPicture(cellPixels(map, theme), map.cols, map.rows);
  // Cells smaller than a pixel are averaged; larger ones keep their edges.
  context.imageSmoothingEnabled = plot.cellWidth < 1;
  if (cells) context.drawImage(cells, 0, 0, plot.width, plot.height);
  if (Math.min(plot.cellWidth, plot.cellHeight) >= 9) rule(context, picture);
  if (Math.min(plot.cellWidth, plot.cellHeight) >= 7) dotUnchanged(context, picture);
  if (plot.cellWidth >= 30 && plot.cellHeight >= 15 && !map.triangular) number(context, picture);
  for (const cell of gathered) frame(context, picture, cell, true);
  if (selected) frame(context, picture, selected);
}

/** What will never have a value must not look like what was found to be zero. */
function greyBlank(context: Context, picture: Picture): void {
  fill(context, picture, blank(picture.map), picture.palette.line);
}

function hatchMissing(context: Context, picture: Picture): void {
  const stretches = missing(picture.map);
  const colour = picture.palette["line-strong"];
  const hatch = stretches.length > 0 && context.createPattern(hatched(colour), "repeat");
  if (hatch) fill(context, picture, stretches, hatch);
}

function fill(
  context: Context,
  { map, plot }: Picture,
  stretches: readonly Stretch[],
  style: string | CanvasPattern,
): void {
  context.beginPath();
  for (const [first, end] of stretches) {
    const [row, col] = [Math.floor(first / map.cols), first % map.cols];
    const width = (end - first) * plot.cellWidth;
    context.rect(col * plot.cellWidth, row * plot.cellHeight, width, plot.cellHeight);
  }
  context.fillStyle = style;
  context.fill();
}

/** One tile of slanted lines. */
function hatched(colour: string): HTMLCanvasElement {
  const tile = document.createElement("canvas");
  tile.width = TILE;
  tile.height = TILE;
  const context = tile.getContext("2d");
  if (!context) return tile;
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  for (const x of [-TILE, 0, TILE]) {
    context.moveTo(x, TILE);
    context.lineTo(x + TILE, 0);
  }
  context.stroke();
  return tile;
}

const TILE = 6;

/** What changes nothing is the baseline without having been computed: a dot says so. */
function dotUnchanged(context: Context, { map, plot, palette }: Picture): void {
  if (!map.progress) return;
  context.fillStyle = palette.faint;
  context.beginPath();
  for (let index = 0; index < map.rows * map.cols; index++) {
    if (map.progress[index] !== Progress.unchanged) continue;
    const x = ((index % map.cols) + 0.5) * plot.cellWidth;
    const y = (Math.floor(index / map.cols) + 0.5) * plot.cellHeight;
    context.moveTo(x + DOT, y);
    context.arc(x, y, DOT, 0, 2 * Math.PI);
  }
  context.fill();
}

const DOT = 1.2;

function rule(context: Context, { map, plot, palette }: Picture): void {
  context.fillStyle = palette.panel;
  for (let col = 1; col < map.cols; col++) {
    context.fillRect(Math.round(col * plot.cellWidth) - 0.5, 0, 1, plot.height);
  }
  for (let row = 1; row < map.rows; row++) {
    context.fillRect(0, Math.round(row * plot.cellHeight) - 0.5, plot.width, 1);
  }
}

function number(context: Context, { map, plot, theme, palette }: Picture): void {
  context.font = `10.5px ${palette.mono}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const [low, high] = map.domain;
  const largest = Math.max(-low, high);
  const digits = plot.cellWidth >= 38 && largest < 10 ? 2 : 1;
  // Where there is no room for the digits that count, colours tell more than zeros.
  if (map.scale !== "sequential" && largest < MEANT / 10 ** digits) return;
  for (let index = 0; index < map.rows * map.cols; index++) {
    const value = map.values[index] ?? Number.NaN;
    if (Number.isNaN(value) || (map.progress && map.progress[index] !== Progress.there)) continue;
    const share = (value - low) / (high - low || 1);
    const colour = map.scale === "sequential" ? sequential(share, theme) : diverging(share * 2 - 1, theme);
    context.fillStyle = inkOn(colour);
    const text = map.scale === "sequential" ? value.toFixed(2) : seen(value, digits);
    const [row, col] = [Math.floor(index / map.cols), index % map.cols];
    context.fillText(text, (col + 0.5) * plot.cellWidth, (row + 0.5) * plot.cellHeight + 0.5);
  }
}

/** In the last digit that is shown: the least that the end of the scale must be. */
const MEANT = 5;

/** A short zero where there is nothing to be seen: cells with a number stand out, and none looks as if it had none. */
function seen(value: number, digits: number): string {
  return Math.abs(value) < 0.5 / 10 ** digits ? "0" : signed(value, digits);
}

function frame(context: Context, { plot, palette }: Picture, { row, col }: Cell, dashed = false): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  context.setLineDash(dashed ? [4, 2] : []);
  const [x, y] = [col * plot.cellWidth + 1, row * plot.cellHeight + 1];
  context.strokeRect(x, y, Math.max(2, plot.cellWidth - 2), Math.max(2, plot.cellHeight - 2));
  context.setLineDash([]);
}
