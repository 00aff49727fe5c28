import type { Laboratory } from "../app/laboratory";
import type { Command } from "./command";

/** Undo, redo, and what leaves the page as code. */
export function historyCommands({ lab, page, acts, set }: Laboratory): Command[] {
  const { state } = lab.getState();
  const { record } = page.getState();
  return [
    {
      id: "undo",
      group: "History",
      label: state?.undo ? `Undo: ${state.undo}` : "Undo",
      keys: ["Z", "Mod Z"],
      enabled: Boolean(state?.undo),
      code: "lab.undo()",
      run: () => void acts.make({ kind: "undo" }),
    },
    {
      id: "redo",
      group: "History",
      label: state?.redo ? `Redo: ${state.redo}` : "Redo",
      keys: ["Shift Z", "Mod Shift Z"],
      enabled: Boolean(state?.redo),
      code: "lab.redo()",
      run: () => void acts.make({ kind: "redo" }),
    },
    {
      id: "copy:code",
      group: "History",
      label: "Copy the Python that rebuilds this state",
      keys: [],
      enabled: Boolean(state?.code),
      run: () => void navigator.clipboard.writeText(state?.code ?? ""),
    },
    {
      id: "record",
      group: "History",
      label: record ? "Stop writing acts into the notebook" : "Record: write every act into the notebook",
      keys: [],
      enabled: true,
      run: () => set({ record: !record }),
    },
  ];
}
