import type { Palette } from "../canvas/palette";
import { pixelCanvas } from "../canvas/prepareCanvas";
import { signed } from "../format";
import { diverging, inkOn, sequential } from "../scales";
import type { Theme } from "../theme/useTheme";
import { type Cell, type CellValues, cellPixels } from "./cells";
import type { Geometry } from "./geometry";

interface Picture {
  map: CellValues;
  plot: Geometry;
  theme: Theme;
  palette: Palette;
  hovered: Cell | null;
  selected: Cell | null;
}

type Context = CanvasRenderingContext2D;

/** Draws the cells, the lines between them, their numbers where there is room, and the cross hair. */
export function paintHeatMap(context: Context, picture: Picture): void {
  const { map, plot, theme, palette, hovered, selected } = picture;
  context.fillStyle = palette.panel;
  context.fillRect(0, 0, plot.width, plot.height);
  hatchMissing(context, picture);
  const cells = pixelCanvas(cellPixels(map, theme), map.cols, map.rows);
  // Cells smaller than a pixel are averaged; larger ones keep their edges.
  context.imageSmoothingEnabled = plot.cellWidth < 1;
  if (cells) context.drawImage(cells, 0, 0, plot.width, plot.height);
  if (Math.min(plot.cellWidth, plot.cellHeight) >= 9) rule(context, picture);
  if (plot.cellWidth >= 30 && plot.cellHeight >= 15 && !map.triangular) number(context, picture);
  if (selected) frame(context, picture, selected);
  if (hovered) cross(context, picture, hovered);
}

function hatchMissing(context: Context, { map, plot, palette }: Picture): void {
  context.beginPath();
  for (let index = 0; index < map.rows * map.cols; index++) {
    const [row, col] = [Math.floor(index / map.cols), index % map.cols];
    if (!Number.isNaN(map.values[index]) || (map.triangular && col > row)) continue;
    context.rect(col * plot.cellWidth, row * plot.cellHeight, plot.cellWidth, plot.cellHeight);
  }
  context.save();
  context.clip();
  context.beginPath();
  for (let x = -plot.height; x < plot.width; x += 6) {
    context.moveTo(x, plot.height);
    context.lineTo(x + plot.height, 0);
  }
  context.strokeStyle = palette["line-strong"];
  context.lineWidth = 1.2;
  context.stroke();
  context.restore();
}

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
  for (let index = 0; index < map.rows * map.cols; index++) {
    const value = map.values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const share = (value - low) / (high - low || 1);
    const colour = map.scale === "sequential" ? sequential(share, theme) : diverging(share * 2 - 1, theme);
    context.fillStyle = inkOn(colour);
    const text = map.scale === "sequential" ? value.toFixed(2) : signed(value, 1);
    const [row, col] = [Math.floor(index / map.cols), index % map.cols];
    context.fillText(text, (col + 0.5) * plot.cellWidth, (row + 0.5) * plot.cellHeight + 0.5);
  }
}

function frame(context: Context, { plot, palette }: Picture, { row, col }: Cell): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  const [x, y] = [col * plot.cellWidth + 1, row * plot.cellHeight + 1];
  context.strokeRect(x, y, Math.max(2, plot.cellWidth - 2), Math.max(2, plot.cellHeight - 2));
}

function cross(context: Context, { plot, palette }: Picture, { row, col }: Cell): void {
  const [x, y] = [col * plot.cellWidth, row * plot.cellHeight];
  context.strokeStyle = palette.accent;
  context.globalAlpha = 0.4;
  context.lineWidth = 1;
  context.strokeRect(-1, y, plot.width + 2, plot.cellHeight);
  context.strokeRect(x, -1, plot.cellWidth, plot.height + 2);
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.strokeRect(x, y, Math.max(3, plot.cellWidth), Math.max(3, plot.cellHeight));
}
