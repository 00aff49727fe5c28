import { measuring } from "../canvas/measuring";
import type { Pen } from "../canvas/Pen";
import { SvgPen } from "../canvas/SvgPen";
import type { Size } from "../canvas/useSize";
import { compact } from "../format";
import { diverging, sequential } from "../scales";
import type { MapLegend } from "./legends";
import { paintMap } from "./paint/paintMap";
import type { Scene } from "./paint/scene";
import type { Camera } from "./props";

const MARGIN = 14;
const LINE = 17;

/** The map as it is seen above the `foot` of its pane, as an SVG document of its own: below it what its colours mean, and
 * lines of words. */
export function figureOf(
  scene: Scene,
  camera: Camera,
  pane: Size & { readonly foot: number },
  legends: readonly MapLegend[],
  words: readonly string[],
): string {
  const pen = new SvgPen(measuring());
  const [width, end] = [Math.ceil(pane.width), pane.height - pane.foot];
  paintMap(pen, scene, camera, pane);
  const lines = words.flatMap((line, i) => wrapped(pen, scene, line, width - 2 * MARGIN, i === 0));
  const rows = lines.length + legends.length;
  const height = Math.ceil(end + (rows > 0 ? rows * LINE + MARGIN : 0));
  // What reaches further down is not to lie under the words.
  pen.fillStyle = scene.palette.bg;
  pen.fillRect(0, end, width, height - end);
  legends.forEach((legend, i) => {
    paintLegend(pen, scene, legend, end + MARGIN + i * LINE);
  });
  const first = end + MARGIN + legends.length * LINE;
  lines.forEach(({ text, bold }, i) => {
    write(pen, scene, text, MARGIN, first + i * LINE, bold);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" fill="${scene.palette.bg}"/>`,
    pen.toString(),
    "</svg>",
  ].join("\n");
}

/** A line as those that it takes in a width. */
function wrapped(pen: Pen, scene: Scene, line: string, width: number, bold: boolean) {
  style(pen, scene, bold);
  const found: string[] = [];
  for (const word of line.split(" ")) {
    const longer = `${found.at(-1) ?? ""} ${word}`;
    if (found.length > 0 && pen.measureText(longer).width <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found.map((text) => ({ text, bold }));
}

const STEPS = 40;
const STEP = 3;

function paintLegend(pen: Pen, scene: Scene, { label, end, scale }: MapLegend, y: number): void {
  const signed = scale === "diverging";
  const low = compact(signed ? -end : 0);
  const said = write(pen, scene, label, MARGIN, y) + MARGIN + 10;
  const left = said + write(pen, scene, low, said, y) + 6;
  for (let i = 0; i < STEPS; i++) {
    const share = i / (STEPS - 1);
    const high = scale === "width" ? 1 + 4 * share : 9;
    pen.fillStyle = colourAt(scene, scale, share);
    pen.fillRect(left + i * STEP, y + 0.5 - high / 2, STEP + 0.3, high);
  }
  write(pen, scene, compact(end), left + STEPS * STEP + 6, y);
}

function colourAt({ theme, palette }: Scene, scale: MapLegend["scale"], share: number): string {
  if (scale === "width") return palette.accent;
  return (scale === "diverging" ? diverging(2 * share - 1, theme) : sequential(share, theme)).css;
}

/** Writes a line and tells how wide it is. */
function write(pen: Pen, scene: Scene, text: string, x: number, y: number, bold = false): number {
  style(pen, scene, bold);
  pen.fillText(text, x, y);
  return pen.measureText(text).width;
}

function style(pen: Pen, { palette }: Scene, bold: boolean): void {
  pen.font = `${bold ? "600 " : ""}11.5px ${palette.font}`;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillStyle = bold ? palette.ink : palette.dim;
}
