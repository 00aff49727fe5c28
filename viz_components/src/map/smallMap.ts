// A small picture of the whole map: where its parts lie in it, and which part of it the camera sees. Pure.
import type { Size } from "../canvas/useSize";
import { visible } from "./camera";
import type { MapLayout, Rect } from "./layout/types";
import type { Camera } from "./props";

const ROOM = { width: 132, height: 150 } as const;
/** Of the map's area that is out of sight before the minimap is worth its place. */
const SLACK = 0.02;

/** The minimap's size in CSS pixels, with how many of them a unit of the map has. */
export interface Small extends Size {
  readonly scale: number;
}

export function smallOf({ width, height }: Pick<MapLayout, "width" | "height">): Small {
  const scale = Math.min(ROOM.width / width, ROOM.height / height);
  return { width: Math.max(24, width * scale), height: Math.max(24, height * scale), scale };
}

/** What the camera sees, on the minimap; null where it sees all of the map. */
export function frameOn(
  small: Small,
  map: Pick<MapLayout, "width" | "height">,
  camera: Camera,
  pane: Size,
): Rect | null {
  const view = visible(camera, pane);
  const [slackX, slackY] = [map.width * SLACK, map.height * SLACK];
  const whole =
    view.x <= slackX &&
    view.y <= slackY &&
    view.x + view.w >= map.width - slackX &&
    view.y + view.h >= map.height - slackY;
  if (whole || pane.width === 0) return null;
  const [left, right] = [clamped(view.x, map.width), clamped(view.x + view.w, map.width)];
  const [top, bottom] = [clamped(view.y, map.height), clamped(view.y + view.h, map.height)];
  const { scale } = small;
  return { x: left * scale, y: top * scale, w: (right - left) * scale, h: (bottom - top) * scale };
}

function clamped(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
