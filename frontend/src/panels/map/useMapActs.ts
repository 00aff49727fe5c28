import type { ArchitectureMapProps } from "@trafolab/viz";
import { useMemo } from "react";
import { useLaboratory } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import { openInspector } from "../../commands/walkCommands";

export type MapActs = Pick<
  ArchitectureMapProps,
  "onSelect" | "onActivate" | "onAction" | "onHover" | "onCamera"
>;

/** What the map calls; the same functions at every render, so that its parts need not draw again. */
export function useMapActs(): MapActs {
  const laboratory = useLaboratory();
  return useMemo(() => mapActs(laboratory), [laboratory]);
}

function mapActs(laboratory: Laboratory): MapActs {
  const { lab, page, acts, set } = laboratory;
  return {
    onSelect(name, { additive }) {
      set({ selection: additive ? gathered(page.getState().selection, name) : [name] });
    },
    onActivate(name) {
      set({ selection: [name] });
      openInspector(laboratory);
    },
    onAction(name, key) {
      const choice = lab.getState().state?.operations.find((info) => info.key === key)?.choices[0];
      if (choice) void acts.toggle(choice, [name]);
    },
    onHover: (hovered) => set({ hovered }),
    onCamera: (camera) => set({ camera }),
  };
}

function gathered(before: readonly string[], name: string): string[] {
  return before.includes(name) ? before.filter((other) => other !== name) : [...before, name];
}
