// An experiment as a figure that leaves the page. Pure.
import { diverging, inkOn, labelText, Progress, sequential, type Theme } from "@trafolab/viz";
import type { Grid } from "./grid";
import type { Shown } from "./reading";

/** The lines of words around a figure. */
export interface Words {
  readonly title: string;
  readonly figures: string;
  /** The conditions that it was made under. */
  readonly stamp: string;
}

const MARGIN = 16;
const HEAD = 52;
const FOOT = 58;
const LETTER = 6.7;
const LETTERS = 14;
/** Columns up to which the numbers stand in the cells. */
const NUMBERED = 24;

/** The colours of a figure beside those of its cells. */
const INKS: Record<
  Theme,
  { readonly ground: string; readonly ink: string; readonly dim: string; readonly line: string }
> = {
  light: { ground: "#ffffff", ink: "#1b1f27", dim: "#505b6c", line: "#e3e6eb" },
  dark: { ground: "#191c24", ink: "#e7eaf0", dim: "#a5aebd", line: "#2a2f3b" },
};

interface Frame {
  readonly theme: Theme;
  readonly left: number;
  readonly top: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly width: number;
  readonly height: number;
}

/** The figure as a document of its own, in the colours of a theme. */
export function svgOf(grid: Grid, shown: Shown, words: Words, theme: Theme): string {
  const frame = frameOf(grid, words, theme);
  const { width, height } = frame;
  const { ground, ink, dim } = INKS[theme];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="11" fill="${ink}">`,
    `<rect width="100%" height="100%" fill="${ground}"/>`,
    heading(words, dim),
    ...rowLabels(grid, frame),
    ...cells(grid, shown, frame),
    ...colLabels(grid, frame),
    legend(shown, frame),
    text(MARGIN, height - MARGIN, words.stamp, `fill="${dim}" font-size="9.5"`),
    "</svg>",
  ].join("\n");
}

function frameOf(grid: Grid, words: Words, theme: Theme): Frame {
  const cell = grid.cols <= NUMBERED ? { width: 38, height: 20 } : { width: 12, height: 12 };
  const left = MARGIN + longest(grid.rowLabels) * LETTER + 8;
  const foot = isUpright(grid, cell.width) ? 20 : longest(grid.colLabels) * LETTER * SLANT + 16;
  const said = Math.max(words.title.length * 1.25, words.figures.length, words.stamp.length * 0.9) * LETTER;
  return {
    theme,
    left,
    top: HEAD + MARGIN,
    cell,
    width: Math.ceil(Math.max(left + grid.cols * cell.width, MARGIN + said, 340) + MARGIN),
    height: Math.ceil(HEAD + MARGIN + grid.rows * cell.height + foot + FOOT),
  };
}

/** Labels stand at 50 degrees. */
const SLANT = Math.sin((50 * Math.PI) / 180);

function longest(labels: readonly string[]): number {
  return labels.reduce((most, label) => Math.max(most, Math.min(LETTERS, label.length)), 0);
}

function heading({ title, figures }: Words, dim: string): string {
  return [
    text(MARGIN, MARGIN + 12, title, `font-size="14" font-weight="600" font-family="system-ui, sans-serif"`),
    text(MARGIN, MARGIN + 32, figures, `fill="${dim}"`),
  ].join("\n");
}

function rowLabels({ rowLabels: labels }: Grid, { theme, left, top, cell }: Frame): string[] {
  return labels.map((label, row) =>
    text(left - 6, top + (row + 0.5) * cell.height + 4, label, `text-anchor="end" fill="${INKS[theme].dim}"`),
  );
}

function colLabels(grid: Grid, { theme, left, top, cell }: Frame): string[] {
  const y = top + grid.rows * cell.height + 14;
  const upright = isUpright(grid, cell.width);
  return grid.colLabels.map((label, col) => {
    const x = left + (col + 0.5) * cell.width + (upright ? 0 : 4);
    const stand = upright ? `text-anchor="middle"` : `text-anchor="end" transform="rotate(-50 ${x} ${y})"`;
    return text(x, y, labelText(label, LETTERS), `fill="${INKS[theme].dim}" ${stand}`);
  });
}

function isUpright({ colLabels: labels }: Grid, width: number): boolean {
  return longest(labels) * LETTER <= width - 4;
}

function cells(grid: Grid, shown: Shown, { theme, left, top, cell }: Frame): string[] {
  return [...shown.values].flatMap((value, index) => {
    if ((grid.progress[index] ?? 0) < Progress.there) return [];
    const [x, y] = [
      left + (index % grid.cols) * cell.width,
      top + Math.floor(index / grid.cols) * cell.height,
    ];
    const colour = colourOf(value, shown, theme);
    const box = `<rect x="${x}" y="${y}" width="${cell.width - 1}" height="${cell.height - 1}" fill="${hex(colour)}" stroke="${INKS[theme].line}" stroke-width="0.5"/>`;
    if (grid.cols > NUMBERED || grid.progress[index] === Progress.unchanged) return [box];
    const number = `text-anchor="middle" font-size="10" fill="${inkOn(colour)}"`;
    return [box, text(x + cell.width / 2, y + cell.height / 2 + 3.5, inCell(value), number)];
  });
}

function inCell(value: number): string {
  return Math.abs(value) < 0.005 ? "0" : numberText(value);
}

function numberText(value: number): string {
  return value.toFixed(Math.abs(value) < 9.995 ? 2 : 1).replace("-", "−");
}

function colourOf(value: number, { scale, domain: [low, high] }: Shown, theme: Theme) {
  const share = (value - low) / (high - low || 1);
  return scale === "sequential" ? sequential(share, theme) : diverging(share * 2 - 1, theme);
}

function hex({ r, g, b }: { r: number; g: number; b: number }): string {
  return `#${[r, g, b].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

const STEPS = 40;

function legend(shown: Shown, { theme, height }: Frame): string {
  const [low, high] = shown.domain;
  const y = height - FOOT + 6;
  const ramp = Array.from({ length: STEPS }, (_, i) => {
    const colour = colourOf(low + ((high - low) * i) / (STEPS - 1), shown, theme);
    return `<rect x="${MARGIN + 60 + i * 3}" y="${y}" width="3.2" height="9" fill="${hex(colour)}"/>`;
  });
  return [
    text(MARGIN + 54, y + 9, numberText(low), `text-anchor="end"`),
    ...ramp,
    text(MARGIN + 66 + STEPS * 3, y + 9, `${numberText(high)}  ${shown.label}`, ""),
  ].join("\n");
}

function text(x: number, y: number, words: string, more: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" xml:space="preserve" ${more}>${escaped(words)}</text>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? "");
}
