import type { Size } from "./useSize";

/**
 * Makes the canvas as fine as the screen, where that is not too large to paint at once, and returns its context,
 * scaled so that drawing is in CSS pixels.
 * Null where there is no 2d context (a test without a browser).
 */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
  { width, height }: Size,
): CanvasRenderingContext2D | null {
  const most = Math.sqrt(MOST_PIXELS / Math.max(1, width * height));
  const ratio = Math.min(window.devicePixelRatio || 1, Math.max(1, most));
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

const MOST_PIXELS = 24e6;

/** Pixels as a small canvas that can be drawn at any size. */
export function pixelCanvas(
  pixels: Uint32Array<ArrayBuffer>,
  width: number,
  height: number,
): HTMLCanvasElement | null {
  if (width === 0 || height === 0) return null;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
  return canvas;
}
