// Acts that were sent and not answered yet.
import type { Action } from "../code/codeFor";
import type { Problem, ServerDone } from "./records";

/** An act of this tab that the kernel carried out. */
export interface Made {
  readonly action: Action;
  readonly revision: number;
}

interface Entry {
  readonly action: Action;
  resolve(problem: Problem | null): void;
}

export interface Waiting {
  add(action: Action): { id: string; answer: Promise<Problem | null> };
  drop(id: string): void;
  /** Nothing is waiting. */
  idle(): boolean;
  settle(done: ServerDone): void;
  /** Answers everything with `problem`; false when nothing waited. */
  lose(problem: Problem): boolean;
  /** Hears of every act that was carried out. */
  listen(heard: (made: Made) => void): () => void;
}

/** An empty waiting room. */
export function createWaiting(): Waiting {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(made: Made) => void>();
  let count = 0;
  return {
    add(action) {
      count += 1;
      const id = `act-${count}`;
      return { id, answer: new Promise((resolve) => entries.set(id, { action, resolve })) };
    },
    drop: (id) => entries.delete(id),
    idle: () => entries.size === 0,
    settle({ id, revision, problem }) {
      const entry = entries.get(id);
      if (!entry) return;
      entries.delete(id);
      if (!problem) for (const heard of listeners) heard({ action: entry.action, revision });
      entry.resolve(problem);
    },
    lose(problem) {
      const lost = [...entries.values()];
      entries.clear();
      for (const { resolve } of lost) resolve(problem);
      return lost.length > 0;
    },
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}
