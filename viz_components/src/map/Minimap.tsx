import { type PointerEvent, type Ref, useImperativeHandle, useLayoutEffect, useMemo, useRef } from "react";
import { prepareCanvas } from "../canvas/prepareCanvas";
import type { Size } from "../canvas/useSize";
import { paintSmallMap } from "./paint/paintSmallMap";
import type { Scene } from "./paint/scene";
import type { Camera } from "./props";
import { frameOn, smallOf } from "./smallMap";
import type { CameraControl } from "./useCamera";

/** Told of every move of the camera, outside React. */
export type Follow = (camera: Camera) => void;

interface MinimapProps {
  readonly scene: Scene;
  readonly pane: Size;
  readonly camera: CameraControl;
  readonly follow: Ref<Follow>;
}

/** The whole map in the corner with a frame around what is seen, there as long as that is not all. Dragging moves it. */
export function Minimap({ scene, pane, camera, follow }: MinimapProps) {
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const small = useMemo(() => smallOf(scene.layout), [scene.layout]);
  const place = (at: Camera) => put(root.current, frame.current, frameOn(small, scene.layout, at, pane));
  useImperativeHandle(follow, () => place);
  useLayoutEffect(() => place(camera.current()));
  useLayoutEffect(() => {
    const pen = canvas.current && prepareCanvas(canvas.current, small);
    if (pen) paintSmallMap(pen, scene, small);
  }, [scene, small]);
  const go = (event: PointerEvent<HTMLElement>) => {
    const corner = event.currentTarget.getBoundingClientRect();
    camera.centre((event.clientX - corner.left) / small.scale, (event.clientY - corner.top) / small.scale);
  };
  return (
    <div
      ref={root}
      className="tf-map-mini"
      role="img"
      aria-label="The whole map, with a frame around the part that is shown; drag to move it"
      style={{ width: small.width, height: small.height }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && go(event)}
    >
      <canvas ref={canvas} />
      <div ref={frame} />
    </div>
  );
}

function put(root: HTMLElement | null, frame: HTMLElement | null, rect: ReturnType<typeof frameOn>): void {
  if (!root || !frame) return;
  if (root.hidden !== (rect === null)) root.hidden = rect === null;
  if (rect === null) return;
  frame.style.transform = `translate(${rect.x}px, ${rect.y}px)`;
  frame.style.width = `${Math.max(4, rect.w)}px`;
  frame.style.height = `${Math.max(4, rect.h)}px`;
}
