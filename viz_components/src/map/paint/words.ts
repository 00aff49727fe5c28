import type { Frame } from "./scene";

/** How words are set: their size in world units, and whether in letters of one width. */
export interface Lettering {
  readonly size: number;
  readonly bold?: boolean;
  readonly mono?: boolean;
}

/** Below it nobody could read them, in CSS pixels. */
const READABLE = 6.5;
/** A browser draws letters anew for each size that it has not seen; zooming shows it a few sizes only. */
const STEP = 0.5;

/** Words that are not drawn at all where they would be too small to read. Their place is in world units. */
export function write(frame: Frame, text: string, x: number, y: number, letters: Lettering): void {
  const { context, k } = frame;
  if (letters.size * k < READABLE) return;
  context.save();
  // In the screen's own pixels, where a size is the same at every zoom.
  context.scale(1 / k, 1 / k);
  context.font = fontOf(frame, letters);
  context.fillText(text, x * k, y * k);
  context.restore();
}

/** How wide they are, in world units. */
export function widthOf(frame: Frame, text: string, letters: Lettering): number {
  frame.context.font = fontOf(frame, letters);
  return frame.context.measureText(text).width / frame.k;
}

function fontOf({ scene: { palette }, k }: Frame, { size, bold, mono }: Lettering): string {
  const pixels = Math.round((size * k) / STEP) * STEP;
  return `${bold ? "600 " : ""}${pixels}px ${mono ? palette.mono : palette.font}`;
}
