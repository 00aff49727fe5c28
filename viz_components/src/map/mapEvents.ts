import type { FocusEvent, MouseEvent, PointerEvent } from "react";
import type { MapLayout } from "./layout/types";
import type { ArchitectureMapProps } from "./props";
import type { CameraControl } from "./useCamera";
import { componentOf, focusOn } from "./useMapKeys";

/** The group whose name was clicked on a component; null beside the names, and by keyboard. */
export type GroupAt = (component: string, event: MouseEvent) => string | null;

/** Which component has the focus, and whether a ring shows it. */
export interface MapFocus {
  component: string | null;
  visible: boolean;
}

/** Pointer events, handled for all components at once. `groupAt`: whose name stands there. */
export function pointing(props: ArchitectureMapProps, groupAt: GroupAt) {
  const { hovered, onHover, onSelect, onSelectGroup, onActivate, onMenu } = props;
  return {
    onClick: (event: MouseEvent) => {
      const component = componentOf(event.target);
      if (component === null) return;
      // Safari does not focus a button that is clicked.
      focusOn(event.currentTarget, component);
      const how = { additive: event.shiftKey || event.ctrlKey || event.metaKey };
      const group = onSelectGroup ? groupAt(component, event) : null;
      if (group === null) onSelect(component, how);
      else onSelectGroup?.(group, how);
    },
    onDoubleClick: (event: MouseEvent) => {
      const component = componentOf(event.target);
      if (component !== null && groupAt(component, event) === null) onActivate(component);
    },
    onContextMenu: (event: MouseEvent) => {
      if (!onMenu || (event.target instanceof Element && event.target.closest(".tf-map-controls"))) return;
      event.preventDefault();
      onMenu(componentOf(event.target), { x: event.clientX, y: event.clientY });
    },
    onPointerOver: (event: PointerEvent) => {
      // The tile's own buttons lie over it: pointing at them is still pointing at the tile.
      if (event.target instanceof Element && event.target.closest(".tf-map-actions")) return;
      const component = componentOf(event.target);
      if (component !== hovered) onHover(component);
    },
    onPointerLeave: () => onHover(null),
  };
}

/** Follows the focus: whoever reaches a component by keyboard sees it. */
export function focusing(layout: MapLayout, camera: CameraControl, setFocus: (focus: MapFocus) => void) {
  return {
    onFocus: (event: FocusEvent) => {
      const component = componentOf(event.target);
      const box = component === null ? undefined : layout.byName.get(component);
      if (!box) return;
      setFocus({ component, visible: event.target.matches(":focus-visible") });
      camera.reveal(box);
    },
    onBlur: (event: FocusEvent) => {
      const component = componentOf(event.target);
      if (component !== null) setFocus({ component, visible: false });
    },
  };
}

/** Tab reaches the component focused last, else the one selected last, else the first head. */
export function tabStop(
  layout: MapLayout,
  focused: string | null,
  selection: readonly string[],
): string | null {
  const wanted = [focused, selection.at(-1)].find((name) => name != null && layout.byName.has(name));
  return wanted ?? (layout.boxes.find(({ kind }) => kind === "head") ?? layout.boxes[0])?.component ?? null;
}
