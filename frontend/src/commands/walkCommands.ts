import type { Laboratory } from "../app/laboratory";
import { type Direction, neighbour } from "../model/neighbours";
import type { PageState } from "../store/page";
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
  const { selection } = page.getState();
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
      label: "Leave, one after the other: comparison, maximised pane, tokens acted at, selection",
      keys: ["Escape"],
      enabled: true,
      run: () => set(left(page.getState())),
    },
  ];
}

/** Without what came last. */
function left({ compare, maximised, brush }: PageState): Partial<PageState> {
  if (compare) return { compare: null };
  if (maximised) return { maximised: null };
  return brush.length > 0 ? { brush: [] } : { selection: [], position: null };
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
