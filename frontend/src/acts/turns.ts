// What a key means may depend on what the one before it did, and that is known a moment later only.

/** Calls in their order, each once the outcome of what came before it is known. */
export interface Turns {
  /** Calls `run` at once where nothing is under way. */
  take(run: () => void): void;
}

/** Longest wait: a kernel that cannot answer must not hold the keys for ever, and one on a slow machine takes seconds. */
const PATIENCE_MS = 5000;
const LOOK_MS = 10;

/** `known`: whether the page has heard what its own acts led to; `giveUp`: called when that does not come. */
export function createTurns(known: () => boolean, giveUp: () => void): Turns {
  let last: Promise<void> | null = null;

  async function outcome(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!known()) {
      if (performance.now() > end) return giveUp();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  return {
    take(run) {
      if (last === null && known()) return run();
      const mine = (last ?? Promise.resolve())
        .then(outcome)
        .then(run)
        .finally(() => {
          if (last === mine) last = null;
        });
      last = mine;
    },
  };
}
