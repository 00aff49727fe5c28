// Whether the next undo takes back one certain act. Pure.
import type { HistoryEntry } from "@trafolab/viz";

/** True while nothing came after it that undo would take back first. */
export function isNextUndo(history: readonly HistoryEntry[], revision: number): boolean {
  const last = history.filter(({ undone, origin }) => !undone && origin !== "mark").at(-1);
  return last?.revision === revision;
}
