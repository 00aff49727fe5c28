// What is on this tab's screen. Views register while they are mounted; the socket sends the set when it changes.
import type { Watch } from "@trafolab/viz";

/** The numbers that a person waits for come first; the kernel computes in this order. */
const ORDER = ["metric", "predictions", "tokens", "compare", "patterns", "attention", "mlps", "lens"];

/** What a view is asked with. */
export type Params = Readonly<Record<string, unknown>>;

/** Counted registrations, with one listener that hears of each change once. */
export interface Watches {
  add(view: string, params: Params): () => void;
  list(): Watch[];
  has(key: string): boolean;
}

/** The key under which frames of this view and these parameters come back. */
export function watchKey(view: string, params: Params): string {
  return `${view}:${JSON.stringify(params)}`;
}

/** An empty set; `changed` is called once after any number of changes made in one go. */
export function createWatches(changed: () => void): Watches {
  const held = new Map<string, { watch: Watch; count: number }>();
  let announced = false;

  function announce(): void {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      changed();
    });
  }

  function drop(key: string): void {
    const entry = held.get(key);
    if (!entry) return;
    entry.count -= 1;
    if (entry.count > 0) return;
    held.delete(key);
    announce();
  }

  return {
    add(view, params) {
      const key = watchKey(view, params);
      const entry = held.get(key);
      if (entry) entry.count += 1;
      else {
        held.set(key, { watch: { key, view, params }, count: 1 });
        announce();
      }
      return () => drop(key);
    },
    list: () => [...held.values()].map((entry) => entry.watch).sort((a, b) => rank(a) - rank(b)),
    has: (key) => held.has(key),
  };
}

function rank(watch: Watch): number {
  const place = ORDER.indexOf(watch.view);
  return place < 0 ? ORDER.length : place;
}
