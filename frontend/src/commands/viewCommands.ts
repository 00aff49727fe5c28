import type { Laboratory } from "../app/laboratory";
import type { PaneName } from "../store/page";
import type { Command } from "./command";

const PANES: readonly PaneName[] = ["map", "inspector", "notebook", "drawer"];

/** What is on screen and how. */
export function viewCommands({ page, set, setHidden }: Laboratory): Command[] {
  const { theme, hideBos, maximised, collapsed } = page.getState();
  return [
    command("palette", "Open the palette", ["Mod K"], () => set({ palette: "commands" })),
    command("search", "Search components and tokens", ["/"], () => set({ palette: "search" })),
    command("keys", "Show all keys", ["?"], () => set({ keysShown: true })),
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
    ...PANES.filter((pane) => pane !== "map").map((pane) =>
      command(
        `collapse:${pane}`,
        collapsed.includes(pane) ? `Show the ${pane}` : `Hide the ${pane}`,
        [],
        () => setHidden(pane, !collapsed.includes(pane)),
      ),
    ),
  ];
}

function command(id: string, label: string, keys: readonly string[], run: () => void): Command {
  return { id, group: "View", label, keys, enabled: true, run };
}
