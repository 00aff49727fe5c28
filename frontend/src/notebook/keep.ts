// What a cell printed lives in the browser until the notebook is saved. Jupyter does that every few seconds; a server that
// dies in between and comes back would show what is on disk, so the page saves soon after each cell.
import type { JupyterApp } from "./jupyterApp";

const PAUSE_MS = 1000;
const SERVER = "/jupyter/api/status";

/** Jupyter's own names for a question about a newer file: the person chose “Cancel”, or has not answered yet. */
const CANCELLED = "ModalCancelError";

export type Kept = "saved" | "not yet" | "refused";

/**
 * Saves the notebook where it holds what the disk does not. While the server is away nothing is tried, since Jupyter
 * would put a dialog about it over the notebook; its question about a newer file is waited for.
 */
export async function keep(app: JupyterApp): Promise<Kept> {
  const context = app.shell.currentWidget?.context;
  if (!context?.model.dirty) return "saved";
  if (!(await isThere())) return "not yet";
  try {
    await context.save();
  } catch (error) {
    return error instanceof Error && error.name === CANCELLED ? "refused" : "not yet";
  }
  return context.model.dirty ? "not yet" : "saved";
}

/** Calls `act` a moment after the kernel has come to rest; the answer stops that. */
export function afterCells(app: JupyterApp, act: () => void): () => void {
  const status = app.shell.currentWidget?.sessionContext.statusChanged;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = (_: unknown, now: string) => {
    if (now === "busy" || now === "idle") clearTimeout(timer);
    if (now === "idle") timer = setTimeout(act, PAUSE_MS);
  };
  status?.connect(heard);
  return () => {
    clearTimeout(timer);
    status?.disconnect(heard);
  };
}

async function isThere(): Promise<boolean> {
  try {
    return (await fetch(SERVER)).ok;
  } catch {
    return false;
  }
}
