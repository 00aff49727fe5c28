import { type RefObject, useCallback, useLayoutEffect, useRef } from "react";
import { prepareCanvas } from "../canvas/prepareCanvas";
import type { Size } from "../canvas/useSize";
import { paintMap } from "./paint/paintMap";
import type { Scene } from "./paint/scene";
import type { Camera } from "./props";

/**
 * Keeps the canvas up to date: at once when the scene changes, once a frame while the camera moves.
 * Returns what is to be called when the camera has moved.
 */
export function usePainter(
  canvas: RefObject<HTMLCanvasElement | null>,
  scene: Scene | null,
  size: Size,
  camera: () => Camera,
): () => void {
  const pending = useRef(0);
  const paint = useRef(() => {});
  paint.current = () => {
    pending.current = 0;
    const context = canvas.current && scene && size.width > 0 ? prepareCanvas(canvas.current, size) : null;
    if (context && scene) paintMap(context, scene, camera(), size);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new scene or size is what there is to paint
  useLayoutEffect(() => paint.current(), [scene, size]);
  useLayoutEffect(() => () => cancelAnimationFrame(pending.current), []);
  return useCallback(() => {
    pending.current ||= requestAnimationFrame(() => paint.current());
  }, []);
}
