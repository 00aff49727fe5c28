import { type PointerEvent, useState } from "react";
import type { MapLayout, Rect } from "./layout/types";
import type { ArchitectureMapProps, MapAction } from "./props";
import { placeOfActions } from "./TileActions";
import type { CameraControl } from "./useCamera";
import { componentOf } from "./useMapKeys";

/**
 * Whether the pointer was on the component under it beside the place where its buttons come: they stand on its name,
 * and whoever goes for the name means the component. `reach` hears of where the pointer is.
 */
export function useReached(
  layout: MapLayout,
  camera: CameraControl,
  actions: readonly MapAction[],
  { hovered }: Pick<ArchitectureMapProps, "hovered">,
) {
  const [reached, setReached] = useState<string | null>(null);
  const reach = ({ target, currentTarget, clientX, clientY }: PointerEvent) => {
    if (target instanceof Element && target.closest(".tf-map-actions")) return;
    const component = componentOf(target);
    if (component === reached) return;
    const box = component === null ? undefined : layout.byName.get(component);
    const corner = currentTarget.getBoundingClientRect();
    const { x, y, k } = camera.current();
    const at = { x: (clientX - corner.left - x) / k, y: (clientY - corner.top - y) / k };
    setReached(box && !within(placeOfActions(box, actions), at) ? component : null);
  };
  return { isReached: hovered !== null && reached === hovered, reach };
}

function within({ x, y, w, h }: Rect, at: { readonly x: number; readonly y: number }): boolean {
  return at.x >= x && at.x <= x + w && at.y >= y && at.y <= y + h;
}
