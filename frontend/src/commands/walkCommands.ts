import type { Laboratory } from "../app/laboratory";
import { type Direction, neighbour } from "../model/neighbours";
import { focusSoon } from "../ui/focusSoon";
import type { Command } from "./command";

const ARROWS: readonly (readonly [Direction, string])[] = [
  ["left", "ArrowLeft"],
  ["right", "ArrowRight"],
  ["up", "ArrowUp"],
  ["down", "ArrowDown"],
];

/** Walking over the map, gathering on the way, opening and leaving. */
export function walkCommands(laboratory: Laboratory): Command[] {
  const { page, set } = laboratory;
  const { selection, maximised, brush } = page.getState();
  return [
    ...ARROWS.map(([direction, key]) => ({
      id: `walk:${direction}`,
      group: "Walk" as const,
      label:
        direction === "left" || direction === "right" ? `Head to the ${direction}` : `Layer ${direction}`,
      keys: [key],
      enabled: true,
      run: () => walk(laboratory, direction, false),
    })),
    ...ARROWS.map(([direction, key]) => ({
      id: `gather:${direction}`,
      group: "Walk" as const,
      label: `Gather ${direction}`,
      keys: [`Shift ${key}`],
      enabled: selection.length > 0,
      run: () => walk(laboratory, direction, true),
    })),
    {
      id: "inspect",
      group: "Walk",
      label: "Open the selected component in the inspector",
      keys: ["Enter"],
      enabled: selection.length > 0,
      run: () => openInspector(laboratory),
    },
    {
      id: "select:none",
      group: "Walk",
      label: "Clear the selection, once nothing is held on it",
      keys: ["0"],
      enabled: selection.length > 0,
      run: () => set({ selection: [] }),
    },
    {
      id: "leave",
      group: "Walk",
      label: leaving(maximised !== null, brush.length > 0),
      keys: ["Escape"],
      enabled: true,
      run: () => {
        if (maximised) set({ maximised: null });
        else set(brush.length > 0 ? { brush: [] } : { selection: [], position: null });
      },
    },
  ];
}

function leaving(maximised: boolean, brushed: boolean): string {
  if (maximised) return "Restore the panes";
  return brushed ? "Act at all tokens again" : "Leave: restore panes, act at all tokens, clear the selection";
}

/** Makes the inspector visible and gives it the focus. */
export function openInspector({ page, set, setHidden }: Laboratory): void {
  setHidden("inspector", false);
  if (page.getState().maximised !== "inspector") set({ maximised: null });
  focusSoon('[data-pane="inspector"]');
}

function walk({ lab, page, set }: Laboratory, direction: Direction, gather: boolean): void {
  const structure = lab.getState().state?.model?.structure;
  const { selection } = page.getState();
  const next = structure && neighbour(structure, selection.at(-1), direction);
  if (next === undefined) return;
  const others = gather ? selection.filter((name) => name !== next) : [];
  set({ selection: [...others, next] });
  // From here on the map's own arrows walk.
  document
    .querySelector<HTMLElement>(`[data-component="${CSS.escape(next)}"]`)
    ?.focus({ preventScroll: true });
}
