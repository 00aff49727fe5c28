import type { ArchitectureMapProps } from "@trafolab/viz";
import { useMemo } from "react";
import { press } from "../../acts/press";
import { select } from "../../acts/select";
import { selectGroup } from "../../acts/selectGroup";
import { useLaboratory } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import { placeOf } from "../../app/placeOf";
import { openInspector } from "../../commands/walkCommands";
import type { Point } from "../../store/page";

export type MapActs = Pick<
  ArchitectureMapProps,
  "onSelect" | "onSelectGroup" | "onActivate" | "onAction" | "onMenu" | "onHover" | "onPointEdge" | "onCamera"
>;

/** What the map calls; the same functions at every render, so that its parts need not draw again. */
export function useMapActs(): MapActs {
  const laboratory = useLaboratory();
  return useMemo(() => mapActs(laboratory), [laboratory]);
}

function mapActs(laboratory: Laboratory): MapActs {
  const { lab, page, set } = laboratory;
  return {
    onSelect: (name, { additive }) => select(laboratory, name, additive),
    onSelectGroup: (name, { additive }) => selectGroup(laboratory, name, additive || page.getState().gather),
    onActivate(name) {
      set({ selection: [name] });
      openInspector(laboratory);
    },
    onAction(name, key) {
      const info = lab.getState().state?.operations.find((each) => each.key === key);
      if (info) press(laboratory, info, [name], placeOf(name));
      else openMenu(laboratory, name, placeOf(name));
    },
    onMenu: (name, at) => openMenu(laboratory, name, at),
    onHover: (hovered) => set({ hovered }),
    onPointEdge: (pointedEdge) => set({ pointedEdge }),
    onCamera: (camera) => set({ camera }),
  };
}

/** Shows what can be done to a component, or to the selection that it belongs to. */
function openMenu({ page, set }: Laboratory, name: string | null, at: Point): void {
  const inside = name === null || page.getState().selection.includes(name);
  set({ ...(inside ? {} : { selection: [name] }), menu: { ...at, op: null } });
}
