// After a server's new start the notebook in its frame speaks to a kernel that is gone; a fresh load finds the new one.
import type { Notebook } from "./notebook";

const AGAIN_MS = 1000;

interface Situation {
  readonly ready: boolean;
  /** The notebook is at another address now. */
  readonly moved: boolean;
  load(): void;
  /** Whether the connection broke anew meanwhile: then the next one begins from the start. */
  gone(): boolean;
}

/**
 * Loads the notebook where its kernel is another one, after what only this tab holds is saved; false when it went away
 * before that. Throws where the person refused to save: then the frame stays as it is.
 */
export async function reattached(
  notebook: Notebook,
  { ready, moved, load, gone }: Situation,
): Promise<boolean> {
  const attached = ready && !moved && (await notebook.isAttached());
  while (ready && !gone()) {
    const kept = await notebook.keep();
    if (kept === "saved") break;
    if (kept === "refused" && attached) break;
    if (kept === "refused") throw new Error(REFUSED);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  if (gone()) return false;
  if (!attached) load();
  return true;
}

const REFUSED =
  "the notebook was not saved, so it still belongs to the kernel that is gone. Save it and reload the page.";
