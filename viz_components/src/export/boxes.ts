// What an element is behind its content: background, border, and shadows that are lines.
import { type Attributes, element } from "./xml";

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The box of an element. `name` makes names for what is referred to. */
export function boxOf(style: CSSStyleDeclaration, at: Place, name: () => string): string {
  const round = { rx: radius(style, at) };
  const filled = [style.backgroundColor]
    .filter(seen)
    .map((fill) => element("rect", { ...at, ...round, fill }));
  return [
    ...filled,
    gradientIn(style, at, round, name),
    ring(style, at, round),
    borders(style, at, round),
    around(style, at, round),
  ].join("");
}

/** Whether a colour is any. */
export function seen(colour: string): boolean {
  return colour !== "" && colour !== "transparent" && colour !== "none" && !/^rgba\(.*, 0\)$/.test(colour);
}

/** How round its corners are. */
export function radius(style: CSSStyleDeclaration, at: Place): number | undefined {
  const first = Number.parseFloat(style.borderTopLeftRadius) || 0;
  const pixels = style.borderTopLeftRadius.includes("%") ? (first / 100) * at.width : first;
  return pixels > 0 ? Math.min(pixels, at.width / 2, at.height / 2) : undefined;
}

const SIDES = ["Top", "Right", "Bottom", "Left"] as const;

function borders(style: CSSStyleDeclaration, at: Place, round: Attributes): string {
  const sides = SIDES.map((side) => ({
    width: style[`border${side}Style`] === "none" ? 0 : Number.parseFloat(style[`border${side}Width`]) || 0,
    colour: style[`border${side}Color`],
    dashed: /dashed|dotted/.test(style[`border${side}Style`]),
  }));
  const [first] = sides;
  if (!first || sides.every(({ width }) => width === 0)) return "";
  const same = sides.every(({ width, colour }) => width === first.width && colour === first.colour);
  if (same) return outline(at, first.width, first.colour, round, first.dashed);
  const { x, y, width, height } = at;
  const ends = [
    [x, y, x + width, y],
    [x + width, y, x + width, y + height],
    [x, y + height, x + width, y + height],
    [x, y, x, y + height],
  ];
  return sides
    .map(({ width: thick, colour, dashed }, i) => {
      const [x1, y1, x2, y2] = ends[i] ?? [];
      const line = {
        x1,
        y1,
        x2,
        y2,
        stroke: colour,
        "stroke-width": thick,
        "stroke-dasharray": dashes(dashed),
      };
      return thick > 0 && seen(colour) ? element("line", line) : "";
    })
    .join("");
}

function outline(at: Place, width: number, stroke: string, round: Attributes, dashed = false): string {
  if (width <= 0 || !seen(stroke)) return "";
  const inner = {
    x: at.x + width / 2,
    y: at.y + width / 2,
    width: Math.max(0, at.width - width),
    height: Math.max(0, at.height - width),
  };
  const line = { stroke, "stroke-width": width, "stroke-dasharray": dashes(dashed), fill: "none" };
  return element("rect", { ...inner, ...round, ...line });
}

function dashes(dashed: boolean): string | undefined {
  return dashed ? "3 3" : undefined;
}

/** A shadow without blur is a line around. */
const RING = /^(rgba?\([^)]*\)|color\([^)]*\)) 0px 0px 0px ([\d.]+)px( inset)?/;

function ring(style: CSSStyleDeclaration, at: Place, round: Attributes): string {
  const [, colour, spread, inset] = RING.exec(style.boxShadow) ?? [];
  if (!colour || !spread) return "";
  const width = Number.parseFloat(spread);
  const outer = inset ? at : grown(at, width);
  return outline(outer, width, colour, round);
}

/** An outline lies outside of the box, at its distance. */
function around(style: CSSStyleDeclaration, at: Place, round: Attributes): string {
  if (style.outlineStyle === "none" || style.outlineStyle === "auto") return "";
  const width = Number.parseFloat(style.outlineWidth) || 0;
  return outline(
    grown(at, width + (Number.parseFloat(style.outlineOffset) || 0)),
    width,
    style.outlineColor,
    round,
  );
}

function grown(at: Place, by: number): Place {
  return { x: at.x - by, y: at.y - by, width: at.width + 2 * by, height: at.height + 2 * by };
}

/** A background that is one linear gradient; its angle is in degrees, where a browser writes it down. */
function gradientIn(style: CSSStyleDeclaration, at: Place, round: Attributes, name: () => string): string {
  const [, inner] = /^linear-gradient\((.*)\)$/.exec(style.backgroundImage) ?? [];
  if (inner === undefined || inner.includes("gradient(")) return "";
  const parts = inner.split(/,\s*(?![^(]*\))/);
  const turned = angleOf(parts[0] ?? "");
  const stops = turned === null ? parts : parts.slice(1);
  const id = name();
  const gradient = element("linearGradient", { id, ...ends(turned ?? 180) }, stops.map(stop).join(""));
  return gradient + element("rect", { ...at, ...round, fill: `url(#${id})` });
}

const SAID: Record<string, number> = { "to top": 0, "to right": 90, "to bottom": 180, "to left": 270 };

function angleOf(part: string): number | null {
  const degrees = /^(-?[\d.]+)deg$/.exec(part)?.[1];
  return degrees === undefined ? (SAID[part] ?? null) : Number.parseFloat(degrees);
}

function ends(angle: number): Attributes {
  const turn = (angle * Math.PI) / 180;
  const [dx, dy] = [Math.sin(turn) / 2, -Math.cos(turn) / 2];
  return { x1: 0.5 - dx, y1: 0.5 - dy, x2: 0.5 + dx, y2: 0.5 + dy };
}

function stop(text: string, index: number, all: readonly string[]): string {
  const [, colour = text, share] = /^(.*?)(?:\s+([\d.]+)%)?$/.exec(text) ?? [];
  const offset = share === undefined ? index / Math.max(1, all.length - 1) : Number.parseFloat(share) / 100;
  return element("stop", { offset: String(offset), "stop-color": colour });
}
