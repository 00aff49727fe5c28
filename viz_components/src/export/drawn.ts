// A piece of the page as SVG: every element where it stands, with the style that it has there.
import { boxOf, type Place, radius } from "./boxes";
import { linesOf } from "./lines";
import { element, escaped } from "./xml";

/** Controls say nothing in a picture, and what is for screen readers has no place in one. */
const LEFT_OUT =
  ".tf-view-controls, .tf-hidden, .tf-heatmap-tip, .tf-view-out, [data-no-export], select, input, textarea, script, style";

/** Draws with places as they are in the window, less `origin`. */
export class Drawing {
  readonly #origin: { readonly x: number; readonly y: number };
  #names = 0;
  /** What lies higher than its neighbours, of the innermost stack. */
  #raised: { readonly height: number; readonly drawn: string }[] = [];

  constructor(origin: { readonly x: number; readonly y: number }) {
    this.#origin = origin;
  }

  /** An element with all that is in it. */
  whole(from: Element): string {
    return this.#stacked(() => this.#element(from));
  }

  #element(from: Element): string {
    if (from.matches(LEFT_OUT)) return "";
    const style = getComputedStyle(from);
    if (style.display === "none" || style.opacity === "0") return "";
    const height = heightOf(style);
    const drawn = this.#shown(from, style);
    if (height === null) return drawn;
    this.#raised.push({ height, drawn });
    return "";
  }

  #shown(from: Element, style: CSSStyleDeclaration): string {
    const turned = turning(style);
    if (turned)
      return this.#faded(
        this.#stacked(() => this.#turned(from, turned)),
        style,
      );
    if (style.opacity === "1") return this.#content(from, style);
    return this.#faded(
      this.#stacked(() => this.#content(from, style)),
      style,
    );
  }

  #faded(content: string, { opacity }: CSSStyleDeclaration): string {
    return opacity === "1" || content === "" ? content : element("g", { opacity }, content);
  }

  /** What is drawn, and over it, lowest first, what lies higher than the rest. */
  #stacked(draw: () => string): string {
    const outside = this.#raised;
    this.#raised = [];
    const drawn = draw();
    const above = this.#raised.toSorted((a, b) => a.height - b.height);
    this.#raised = outside;
    return drawn + above.map((each) => each.drawn).join("");
  }

  #content(from: Element, style: CSSStyleDeclaration): string {
    const at = this.#place(from.getBoundingClientRect());
    if (from instanceof SVGSVGElement) return svg(from, at);
    if (from instanceof HTMLCanvasElement) return this.#clipped(picture(from, at), at, radius(style, at));
    const shown = style.visibility === "visible";
    const box = shown && !isBare(from) ? boxOf(style, at, () => this.#name()) : "";
    const children = () => [...from.childNodes].map((child) => this.#node(child, style)).join("");
    return box + (clips(style) ? this.#clipped(this.#stacked(children), at) : children());
  }

  #node(child: Node, style: CSSStyleDeclaration): string {
    if (child instanceof Element) return this.#element(child);
    return child instanceof Text && style.visibility === "visible" ? this.#text(child, style) : "";
  }

  #text(node: Text, style: CSSStyleDeclaration): string {
    return linesOf(node, style.whiteSpace)
      .map(({ text, box }) => {
        const at = this.#place(box);
        const said = style.textTransform === "uppercase" ? text.toUpperCase() : text;
        const look = { ...fontOf(style), fill: style.color, "text-decoration": decoration(style) };
        // Another font than here must not make the text wider than its place.
        const width = { textLength: at.width, lengthAdjust: "spacingAndGlyphs", "xml:space": "preserve" };
        return element("text", { x: at.x, y: baseline(at, style), ...look, ...width }, escaped(said));
      })
      .join("");
  }

  /** What is turned or scaled is laid out without that, for as long as it is looked at. */
  #turned(from: Element, matrix: string): string {
    if (!(from instanceof HTMLElement)) return this.#content(from, getComputedStyle(from));
    const { transform, transition } = from.style;
    Object.assign(from.style, { transform: "none", transition: "none" });
    try {
      const style = getComputedStyle(from);
      const at = this.#place(from.getBoundingClientRect());
      const [x = 0, y = 0] = style.transformOrigin.split(" ").map(Number.parseFloat);
      const about = `translate(${at.x + x} ${at.y + y}) ${matrix} translate(${-at.x - x} ${-at.y - y})`;
      return element("g", { transform: about }, this.#content(from, style));
    } finally {
      Object.assign(from.style, { transform, transition });
    }
  }

  #clipped(inner: string, at: Place, rx?: number): string {
    if (inner === "") return "";
    const id = this.#name();
    return (
      element("clipPath", { id }, element("rect", { ...at, rx })) +
      element("g", { "clip-path": `url(#${id})` }, inner)
    );
  }

  #place({ x, y, width, height }: DOMRect): Place {
    return { x: x - this.#origin.x, y: y - this.#origin.y, width, height };
  }

  #name(): string {
    this.#names += 1;
    return `tf-${this.#names}`;
  }
}

/** How high an element lies that lies over its neighbours; null for those that lie where they stand. */
function heightOf({ position, zIndex }: CSSStyleDeclaration): number | null {
  const height = Number.parseInt(zIndex, 10) || 0;
  if (position === "sticky") return height;
  return height > 0 && position !== "static" ? height : null;
}

/** A button has no frame in a picture. */
function isBare(from: Element): boolean {
  return from instanceof HTMLButtonElement && from.closest(".tf-segments") !== null;
}

function clips({ overflowX, overflowY }: CSSStyleDeclaration): boolean {
  return overflowX !== "visible" || overflowY !== "visible";
}

/** The transform where it does more than move. */
function turning({ transform }: CSSStyleDeclaration): string | null {
  return transform.startsWith("matrix(") && !transform.startsWith("matrix(1, 0, 0, 1,") ? transform : null;
}

function fontOf(style: CSSStyleDeclaration) {
  return {
    "font-family": style.fontFamily,
    "font-size": style.fontSize,
    "font-weight": style.fontWeight === "400" ? undefined : style.fontWeight,
    "font-style": style.fontStyle === "normal" ? undefined : style.fontStyle,
  };
}

function decoration({ textDecorationLine: line }: CSSStyleDeclaration): string | undefined {
  return line === "" || line === "none" ? undefined : line;
}

/** Where the letters of a line stand, by what the font says of itself. */
function baseline({ y, height }: Place, style: CSSStyleDeclaration): number {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return y + height * 0.8;
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText("x");
  return y + (height - up - down) / 2 + up;
}

function picture(canvas: HTMLCanvasElement, at: Place): string {
  if (canvas.width === 0 || canvas.height === 0) return "";
  return element("image", { ...at, href: canvas.toDataURL("image/png"), preserveAspectRatio: "none" });
}

/** What a style sheet says of SVG, which is not there where the picture is looked at. */
const INLINED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "visibility",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "dominant-baseline",
  "paint-order",
] as const;

function svg(from: SVGSVGElement, at: Place): string {
  const copy = from.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return "";
  const originals = [from, ...from.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    const target = copies[i];
    for (const name of INLINED) target?.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "style", "tabindex"]) target?.removeAttribute(name);
    if (style.display === "none" || original.matches(LEFT_OUT)) target?.replaceChildren();
    if (style.display === "none") target?.setAttribute("visibility", "hidden");
  });
  for (const [name, value] of Object.entries(at)) copy.setAttribute(name, String(value));
  // As the page shows it: an outer SVG clips, and so does an inner one, unless it is told not to.
  copy.setAttribute("overflow", getComputedStyle(from).overflow);
  return new XMLSerializer().serializeToString(copy);
}
