import { type KeyboardEvent, useRef } from "react";
import { clicksNothing, isMod } from "../modifiers";
import type { MapLayout } from "./layout/types";
import { directionOf, walk } from "./navigate";
import type { ArchitectureMapProps } from "./props";
import type { CameraControl } from "./useCamera";

type Owner = Pick<ArchitectureMapProps, "selection" | "onSelect" | "onActivate">;

const STEP = 1.25;

/** Arrows walk and select, Shift gathers; with Ctrl they only walk, and Ctrl Space adds or takes away. Enter
 * opens, + − and Shift 0 zoom. Letters are the application's. */
export function useMapKeys(layout: MapLayout, camera: CameraControl, owner: Owner) {
  const column = useRef<number | null>(null);
  return {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const component = componentOf(event.target);
      const handled = zoomKey(event, camera) || (component !== null && componentKey(event, component));
      if (handled) event.preventDefault();
    },
    onKeyUp: clicksNothing,
  };

  function componentKey(event: KeyboardEvent<HTMLElement>, component: string): boolean {
    if (event.key === "Enter") {
      owner.onActivate(component);
      return true;
    }
    if (event.key === " " && isMod(event)) {
      owner.onSelect(component, { additive: true });
      return true;
    }
    const direction = directionOf(event.key);
    if (!direction || event.altKey) return false;
    const vertical = direction === "up" || direction === "down";
    const next = walk(layout, component, direction, vertical ? column.current : null);
    if (!next) return true;
    column.current = vertical ? next.x : null;
    focusOn(event.currentTarget, next.component);
    if (isMod(event)) return true;
    const gathered = event.shiftKey && owner.selection.includes(next.component);
    if (!gathered) owner.onSelect(next.component, { additive: event.shiftKey });
    return true;
  }
}

function zoomKey(event: KeyboardEvent, camera: CameraControl): boolean {
  if (isMod(event) || event.altKey) return false;
  if (event.key === "+" || event.key === "=") camera.zoomBy(STEP);
  else if (event.key === "-" || event.key === "−") camera.zoomBy(1 / STEP);
  else if (event.shiftKey && (event.code === "Digit0" || event.code === "Numpad0")) camera.fit();
  else return false;
  return true;
}

/** The component that an event happened on. */
export function componentOf(target: EventTarget | null): string | null {
  const element = target instanceof Element ? target.closest("[data-component]") : null;
  return element?.getAttribute("data-component") ?? null;
}

/** Focuses a component's element without letting the browser scroll: the camera moves instead. */
export function focusOn(root: Element, component: string): void {
  const element = root.querySelector<HTMLElement>(`[data-component=${JSON.stringify(component)}]`);
  element?.focus({ preventScroll: true });
}
