import type { Laboratory } from "../app/laboratory";
import type { PaneName } from "../store/page";
import { showStep } from "../tour/Tour";
import type { Command } from "./command";

const PANES: readonly PaneName[] = ["map", "inspector", "notebook", "drawer", "predictions"];
/** What hides of itself; predictions go with the drawer. */
const HIDING: readonly PaneName[] = ["inspector", "notebook", "drawer"];

/** What is on screen and how. */
export function viewCommands(laboratory: Laboratory): Command[] {
  const { page, set, setHidden } = laboratory;
  const { theme, hideBos, maximised, collapsed } = page.getState();
  return [
    command("palette", "Open the palette", ["Mod K"], () => set({ palette: "commands" })),
    command("search", "Search components and tokens", ["/"], () => set({ palette: "search" })),
    command("keys", "Show all keys", ["?"], () => set({ keysShown: true })),
    command("tour", "Take the tour of the page", [], () => showStep(laboratory)),
    command("theme", theme === "dark" ? "Light theme" : "Dark theme", ["T"], () =>
      set({ theme: theme === "dark" ? "light" : "dark" }),
    ),
    command(
      "bos",
      hideBos ? "Show attention to the first token" : "Hide attention to the first token",
      ["B"],
      () => set({ hideBos: !hideBos }),
    ),
    command("fit", "Fit the map into its pane", [], () => set({ camera: null })),
    ...PANES.map((pane) =>
      command(`maximise:${pane}`, maximised === pane ? "Restore the panes" : `Maximise the ${pane}`, [], () =>
        set({ maximised: maximised === pane ? null : pane }),
      ),
    ),
    command("maximise", maximised ? "Restore the panes" : "Maximise the pane in focus", ["W"], () =>
      set({ maximised: maximised ? null : paneInFocus() }),
    ),
    ...HIDING.map((pane) =>
      command(
        `collapse:${pane}`,
        collapsed.includes(pane) ? `Show the ${pane}` : `Hide the ${pane}`,
        [],
        () => setHidden(pane, !collapsed.includes(pane)),
      ),
    ),
  ];
}

/** The pane that has the focus; else the map. */
function paneInFocus(): PaneName {
  const name = document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset.pane;
  return PANES.find((pane) => pane === name) ?? "map";
}

function command(id: string, label: string, keys: readonly string[], run: () => void): Command {
  return { id, group: "View", label, keys, enabled: true, run };
}
