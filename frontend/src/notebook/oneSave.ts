// Jupyter looks before each save whether the file on the disk is the one that it knows. Two saves at once, its own
// and ours after a cell, each find the other's, and it asks a person about a file that nobody else has touched.
// And what is written while a save is on its way counts as saved to it: it would stay off the disk until the next key.
import type { Signal } from "./jupyterApp";

interface Saved {
  readonly model: { dirty: boolean; readonly contentChanged: Signal<unknown> };
  save(): Promise<void>;
}

/** Has each save of a document wait for the one before it, and left out where that saved everything. */
export function oneSaveAtATime(context: Saved): void {
  const save = context.save.bind(context);
  let under: Promise<void> | null = null;
  context.save = async () => {
    while (under) {
      await under.catch(() => undefined);
      if (!context.model.dirty) return;
    }
    under = watched(context.model, save);
    try {
      await under;
    } finally {
      under = null;
    }
  };
}

/** Saves; what changed meanwhile is unsaved afterwards. */
async function watched(model: Saved["model"], save: () => Promise<void>): Promise<void> {
  let changed = false;
  const heard = () => {
    changed = true;
  };
  model.contentChanged.connect(heard);
  try {
    await save();
  } finally {
    model.contentChanged.disconnect(heard);
    if (changed) model.dirty = true;
  }
}
