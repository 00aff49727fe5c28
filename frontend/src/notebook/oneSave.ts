// Jupyter looks before each save whether the file on the disk is the one that it knows. Two saves at once, its own
// and ours after a cell, each find the other's, and it asks a person about a file that nobody else has touched.

interface Saved {
  readonly model: { readonly dirty: boolean };
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
    under = save();
    try {
      await under;
    } finally {
      under = null;
    }
  };
}
