// A view as a figure: what is on the screen, with a title above it and its conditions below.
import { broken, widthIn } from "./broken";
import { Drawing } from "./drawn";
import { element, escaped } from "./xml";

export interface Words {
  readonly title: string;
  /** What the numbers are of, and the conditions that they were computed under. */
  readonly caption: string;
}

const MARGIN = 12;
const TITLE = 26;
const LINE = 14;
const SMALL = 10;
/** Room that every line has, however narrow the view is. */
const LEAST = 134;

/** What `body` shows, as SVG that needs nothing of the page. */
export function svgOf(body: HTMLElement, words: Words): string {
  const box = shownPart(body);
  const style = getComputedStyle(body);
  const drawn = new Drawing({ x: box.x - MARGIN, y: box.y - MARGIN - TITLE }).whole(body);
  const room = Math.max(LEAST, box.width);
  const widthOf = widthIn(style.fontFamily, SMALL);
  const caption = broken(words.caption, (line) => widthOf(line) <= room);
  const width = Math.ceil(room + 2 * MARGIN);
  const below = MARGIN + TITLE + box.height + LINE;
  const height = Math.ceil(below + caption.length * LINE + MARGIN);
  const look = { "font-family": style.fontFamily, fill: style.color };
  const parts = [
    element("rect", { width, height, fill: groundOf(body) }),
    element(
      "text",
      { x: MARGIN, y: MARGIN + LINE, ...look, "font-size": 13, "font-weight": 600 },
      escaped(words.title),
    ),
    drawn,
    ...caption.map((line, i) =>
      element(
        "text",
        { x: MARGIN, y: below + i * LINE + LINE / 2, ...look, "font-size": SMALL, opacity: 0.75 },
        escaped(line),
      ),
    ),
  ];
  return element("svg", { xmlns: "http://www.w3.org/2000/svg", width, height }, parts.join("\n"));
}

/** All of it, below the controls that it begins with, and as wide as what stands in it. */
function shownPart(body: HTMLElement): DOMRect {
  const { x, y, width, bottom } = body.getBoundingClientRect();
  const first = [...body.children].find((child) => !child.matches(".tf-view-controls"));
  const top = first ? Math.max(y, first.getBoundingClientRect().y) : y;
  return new DOMRect(x, top, Math.max(width, body.scrollWidth), bottom - top);
}

/** The colour that is seen behind an element; white where nobody painted. */
export function groundOf(from: Element): string {
  return paintBehind(from) ?? "#ffffff";
}

/** The nearest colour that an element or one around it is painted with, in front of a shadow root and behind it. */
export function paintBehind(from: Element | null): string | null {
  for (let at = from; at; at = around(at)) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour !== "" && colour !== "transparent" && !/^rgba\(.*, 0\)$/.test(colour)) return colour;
  }
  return null;
}

/** What an element stands in. marimo puts widgets into a shadow root. */
export function around(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
