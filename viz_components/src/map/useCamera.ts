import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { CameraDriver, type Surroundings } from "./CameraDriver";
import type { Camera } from "./props";

/** What moves the map, beside pointer and wheel. */
export type CameraControl = Pick<CameraDriver, "current" | "zoomBy" | "panBy" | "centre" | "reveal" | "fit">;

interface CameraOptions extends Omit<Surroundings, "element"> {
  pane: RefObject<HTMLElement | null>;
  camera: Camera | null | undefined;
}

/** The camera of a map: listens to its pane, obeys its owner. */
export function useCamera(options: CameraOptions): CameraControl {
  const latest = useRef(options);
  latest.current = options;
  const held = useRef<CameraDriver | null>(null);
  held.current ??= new CameraDriver(() => ({ ...latest.current, element: latest.current.pane.current }));
  const driver = held.current;
  useEffect(() => driver.listen(), [driver]);
  const { layout, size, foot, camera } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout or pane asks for another camera
  useLayoutEffect(() => driver.place(camera ?? null), [driver, layout, size, foot, camera]);
  return driver;
}
