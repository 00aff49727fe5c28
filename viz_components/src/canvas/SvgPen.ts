import type { Pen } from "./Pen";
import { commandsOf } from "./pathOf";

/** What `save` keeps. */
interface Style {
  fillStyle: Pen["fillStyle"];
  strokeStyle: Pen["strokeStyle"];
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  imageSmoothingEnabled: boolean;
  dashes: readonly number[];
}

const FIRST: Style = {
  fillStyle: "#000",
  strokeStyle: "#000",
  lineWidth: 1,
  lineCap: "butt",
  lineJoin: "miter",
  globalAlpha: 1,
  font: "10px sans-serif",
  textAlign: "start",
  textBaseline: "alphabetic",
  imageSmoothingEnabled: true,
  dashes: [],
};

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: "middle", right: "end", end: "end" };
const BASELINES: Partial<Record<CanvasTextBaseline, string>> = { middle: "central", top: "hanging" };

/** Writes down as SVG what is painted: lines and words stay such, pictures are put in. Shadows are left out. */
export class SvgPen implements Pen, Omit<Style, "dashes"> {
  fillStyle = FIRST.fillStyle;
  strokeStyle = FIRST.strokeStyle;
  lineWidth = FIRST.lineWidth;
  lineCap = FIRST.lineCap;
  lineJoin = FIRST.lineJoin;
  globalAlpha = FIRST.globalAlpha;
  font = FIRST.font;
  textAlign = FIRST.textAlign;
  textBaseline = FIRST.textBaseline;
  imageSmoothingEnabled = FIRST.imageSmoothingEnabled;
  shadowColor = "";
  shadowBlur = 0;
  shadowOffsetY = 0;
  #dashes = FIRST.dashes;
  #path = "";
  #clips = 0;
  /** How many groups are open, and of each `save` the style and the groups at the time. */
  #open = 0;
  readonly #saved: { readonly style: Style; readonly open: number }[] = [];
  readonly #written: string[] = [];
  readonly #measure: (font: string, text: string) => number;

  /** `measure`: the width of a text; without it, about what it is. */
  constructor(measure: (font: string, text: string) => number = about) {
    this.#measure = measure;
  }

  /** The elements, to be put into an `svg`. */
  toString(): string {
    return [...this.#written, ...Array<string>(this.#open).fill("</g>")].join("\n");
  }

  save(): void {
    this.#saved.push({ style: this.#style(), open: this.#open });
  }

  restore(): void {
    const last = this.#saved.pop();
    if (!last) return;
    while (this.#open > last.open) this.#close();
    const { dashes, ...style } = last.style;
    Object.assign(this, style);
    this.#dashes = dashes;
  }

  translate(x: number, y: number): void {
    this.#group(`transform="translate(${n(x)} ${n(y)})"`);
  }

  scale(x: number, y: number): void {
    this.#group(`transform="scale(${fine(x)} ${fine(y)})"`);
  }

  rotate(angle: number): void {
    this.#group(`transform="rotate(${n((angle * 180) / Math.PI)})"`);
  }

  beginPath(): void {
    this.#path = "";
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${n(x)} ${n(y)}`;
  }

  /** As a canvas has it, the first one of a path only goes there. */
  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === "" ? "M" : "L"}${n(x)} ${n(y)}`;
  }

  rect(x: number, y: number, w: number, h: number): void {
    this.#path += `M${n(x)} ${n(y)}h${n(w)}v${n(h)}h${n(-w)}z`;
  }

  roundRect(x: number, y: number, w: number, h: number, radius: number): void {
    const r = Math.min(radius, w / 2, h / 2);
    const corner = (dx: number, dy: number) => `a${n(r)} ${n(r)} 0 0 1 ${n(dx)} ${n(dy)}`;
    const [across, down] = [w - 2 * r, h - 2 * r];
    this.#path += `M${n(x + r)} ${n(y)}h${n(across)}${corner(r, r)}v${n(down)}${corner(-r, r)}h${n(-across)}${corner(-r, -r)}v${n(-down)}${corner(r, -r)}z`;
  }

  /** Whole circles alone: the map has no others. */
  arc(x: number, y: number, radius: number): void {
    const half = (dx: number) => `a${n(radius)} ${n(radius)} 0 1 1 ${n(dx)} 0`;
    this.#path += `M${n(x - radius)} ${n(y)}${half(2 * radius)}${half(-2 * radius)}z`;
  }

  clip(): void {
    const id = `clip${this.#clips++}`;
    this.#write(`<clipPath id="${id}"><path d="${this.#path}"/></clipPath>`);
    this.#group(`clip-path="url(#${id})"`);
  }

  fill(rule: CanvasFillRule = "nonzero"): void {
    const evenly = rule === "evenodd" ? ` fill-rule="evenodd"` : "";
    this.#write(`<path d="${this.#path}"${this.#filled()}${evenly}/>`);
  }

  stroke(path?: Path2D): void {
    const { lineWidth, lineCap, lineJoin } = this;
    const dashes = this.#dashes.length > 0 ? ` stroke-dasharray="${this.#dashes.map(n).join(" ")}"` : "";
    const ends = `${lineCap === "butt" ? "" : ` stroke-linecap="${lineCap}"`}${lineJoin === "miter" ? "" : ` stroke-linejoin="${lineJoin}"`}`;
    this.#write(
      `<path d="${path ? commandsOf(path) : this.#path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${fine(lineWidth)}"${ends}${dashes}${this.#faded()}/>`,
    );
  }

  fillRect(x: number, y: number, w: number, h: number): void {
    this.#write(`<rect ${boxed(x, y, w, h)}${this.#filled()}/>`);
  }

  /** Nothing was written there yet. */
  clearRect(): void {}

  setLineDash(dashes: number[]): void {
    this.#dashes = dashes;
  }

  fillText(text: string, x: number, y: number): void {
    const anchor = ANCHORS[this.textAlign];
    const baseline = BASELINES[this.textBaseline];
    const stand = `${anchor ? ` text-anchor="${anchor}"` : ""}${baseline ? ` dominant-baseline="${baseline}"` : ""}`;
    this.#write(
      `<text x="${n(x)}" y="${n(y)}" ${fontOf(this.font)}${stand} xml:space="preserve"${this.#filled()}>${escaped(text)}</text>`,
    );
  }

  measureText(text: string): { readonly width: number } {
    return { width: this.#measure(this.font, text) };
  }

  drawImage(
    picture: ImageBitmap,
    ...at: Parameters<Pen["drawImage"]> extends [unknown, ...infer A] ? A : never
  ): void {
    const [sx, sy, sw, sh, x, y, w, h] = at;
    const part = document.createElement("canvas");
    [part.width, part.height] = [Math.max(1, Math.round(sw)), Math.max(1, Math.round(sh))];
    part.getContext("2d")?.drawImage(picture, sx, sy, sw, sh, 0, 0, part.width, part.height);
    const how = this.imageSmoothingEnabled ? "" : ` style="image-rendering:pixelated"`;
    this.#write(
      `<image ${boxed(x, y, w, h)} preserveAspectRatio="none" href="${part.toDataURL()}"${how}${this.#faded("opacity")}/>`,
    );
  }

  #style(): Style {
    const { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, globalAlpha } = this;
    const { font, textAlign, textBaseline, imageSmoothingEnabled } = this;
    const painting = { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, globalAlpha };
    return { ...painting, font, textAlign, textBaseline, imageSmoothingEnabled, dashes: this.#dashes };
  }

  #filled(): string {
    return ` fill="${this.fillStyle}"${this.#faded("fill-opacity")}`;
  }

  #faded(name = "stroke-opacity"): string {
    return this.globalAlpha < 1 ? ` ${name}="${fine(this.globalAlpha)}"` : "";
  }

  #group(how: string): void {
    this.#write(`<g ${how}>`);
    this.#open++;
  }

  #close(): void {
    this.#write("</g>");
    this.#open--;
  }

  #write(element: string): void {
    this.#written.push(element);
  }
}

function boxed(x: number, y: number, w: number, h: number): string {
  return `x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}"`;
}

/** `600 11px Inter, sans-serif`, as attributes. */
function fontOf(font: string): string {
  const [, weight, size, family] = /^(?:(\w+) )?([\d.]+)px (.*)$/.exec(font) ?? [];
  return `font-size="${size ?? 10}" font-family="${escaped((family ?? font).replaceAll('"', "'"))}"${weight ? ` font-weight="${weight}"` : ""}`;
}

function about(font: string, text: string): number {
  return 0.6 * Number(/([\d.]+)px/.exec(font)?.[1] ?? 10) * text.length;
}

/** Hundredths are finer than anybody sees. */
const n = (value: number) => String(Math.round(value * 100) / 100 + 0);
const fine = (value: number) => String(Math.round(value * 10_000) / 10_000 + 0);

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? "");
}
