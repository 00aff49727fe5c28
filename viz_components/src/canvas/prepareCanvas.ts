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

/**
 * Pixels as a small picture that can be drawn at any size; a canvas in its place would be copied at each drawing.
 * Null where there is nothing to draw, or no canvas to make it on (a test without a browser).
 */
export function pixelPicture(
  pixels: Uint32Array<ArrayBuffer>,
  width: number,
  height: number,
): ImageBitmap | null {
  if (width === 0 || height === 0 || typeof OffscreenCanvas === "undefined") return null;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
  return canvas.transferToImageBitmap();
}
