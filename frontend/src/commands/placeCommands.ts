// Keys that belong to the place that has the focus, which answers them itself: here they are only told.
import type { Command, Group } from "./command";

const KEYS: readonly (readonly [Group, string, readonly string[]])[] = [
  ["Tokens", "Act at more tokens, from the one in focus", ["Shift ArrowLeft", "Shift ArrowRight"]],
  ["Tokens", "Act at the token in focus, or no longer", ["Mod Space"]],
  ["Tokens", "Patch the selection there, from the token of a counterfactual in focus", ["P"]],
  ["Walk", "Walk on without selecting", ["Mod ArrowLeft", "Mod ArrowRight", "Mod ArrowUp", "Mod ArrowDown"]],
  ["Walk", "Gather the component in focus, or no longer", ["Mod Space"]],
  ["View", "The map in focus: zoom in, zoom out", ["+", "−"]],
  ["View", "The map in focus: fit it into its pane", ["Shift 0"]],
  [
    "Experiments",
    "The heat map in focus: walk its cells",
    ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"],
  ],
  ["Experiments", "Make the change of the cell in focus stay, or let go of it", ["Enter"]],
  ["Experiments", "Gather the cell in focus, to compare it", ["Shift Enter"]],
  ["Lists", "Move the intervention in focus up or down", ["Alt ArrowUp", "Alt ArrowDown"]],
];

/** What `?` has to say of them; nothing calls them. */
export function placeCommands(): Command[] {
  return KEYS.map(([group, label, keys]) => ({
    id: `place:${label}`,
    group,
    label,
    keys,
    enabled: false,
    run: () => {},
  }));
}
