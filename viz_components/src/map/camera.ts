import type { Size } from "../canvas/useSize";
import type { MapLayout, Rect } from "./layout/types";
import type { Camera } from "./props";

export const CLOSEST = 12;
const PADDING = 8;
const LARGEST_FIT = 1.5;
/** How much of the map can't be dragged out of its pane, in CSS pixels. */
const KEPT = 60;

type Extent = Pick<MapLayout, "width" | "height">;

/** The camera that shows the whole map, centred; above what stands at the `foot` of its pane, in CSS pixels. */
export function fitted(map: Extent, pane: Size, foot = 0): Camera {
  const height = pane.height - foot;
  const room = { w: Math.max(1, pane.width - 2 * PADDING), h: Math.max(1, height - 2 * PADDING) };
  const k = Math.min(LARGEST_FIT, room.w / map.width, room.h / map.height);
  return { k, x: (pane.width - map.width * k) / 2, y: (height - map.height * k) / 2 };
}

/** Farthest zoom: somewhat beyond the whole map. */
export function farthest(map: Extent, pane: Size): number {
  return Math.min(0.5, fitted(map, pane).k * 0.7);
}

/** The nearest camera that keeps some of the map in its pane. */
export function kept(camera: Camera, map: Extent, pane: Size): Camera {
  const [w, h] = [map.width * camera.k, map.height * camera.k];
  return {
    k: camera.k,
    x: Math.max(KEPT - w, Math.min(pane.width - KEPT, camera.x)),
    y: Math.max(KEPT - h, Math.min(pane.height - KEPT, camera.y)),
  };
}

/** Moves the camera just enough to bring a box into the pane, with some room around it. */
export function reveal(camera: Camera, box: Rect, pane: Size): Camera {
  const margin = 24;
  return {
    k: camera.k,
    x: camera.x + shift(box.x * camera.k + camera.x, box.w * camera.k, pane.width, margin),
    y: camera.y + shift(box.y * camera.k + camera.y, box.h * camera.k, pane.height, margin),
  };
}

function shift(start: number, length: number, room: number, margin: number): number {
  if (start < 0) return margin - start;
  if (start + length > room) return Math.max(margin - start, room - margin - start - length);
  return 0;
}

/** The part of the world that the pane shows. */
export function visible(camera: Camera, pane: Size): Rect {
  return {
    x: -camera.x / camera.k,
    y: -camera.y / camera.k,
    w: pane.width / camera.k,
    h: pane.height / camera.k,
  };
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

export function sameCamera(a: Camera, b: Camera): boolean {
  return Math.abs(a.x - b.x) < 0.01 && Math.abs(a.y - b.y) < 0.01 && Math.abs(a.k - b.k) < 1e-6;
}
