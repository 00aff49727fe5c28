// A slider moves faster than a model runs: one value is under way at a time, and the newest one follows it.

export interface Latest<T> {
  /** Sends a value, or keeps it until the one before was answered, as one with what was kept till then. */
  offer(value: T): void;
}

/** `send` resolves when the value was answered; `joined` makes one of two that wait, the newer being the second. */
export function createLatest<T>(
  send: (value: T) => Promise<unknown>,
  joined: (older: T, newer: T) => T = (_, newer) => newer,
): Latest<T> {
  let busy = false;
  let next: { value: T } | null = null;

  async function run(value: T): Promise<void> {
    busy = true;
    await send(value).catch(() => {});
    busy = false;
    const following = next;
    next = null;
    if (following) void run(following.value);
  }

  return {
    offer(value) {
      if (busy) next = { value: next ? joined(next.value, value) : value };
      else void run(value);
    },
  };
}

/** A name for the acts of one drag, which undo takes back together. */
export function newGesture(): string {
  return `gesture-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}
