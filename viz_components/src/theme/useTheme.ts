import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

// One observer for all components: canvases cannot follow a custom property by themselves.
const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  observer ??= watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = null;
  };
}

function watch(): MutationObserver {
  const made = new MutationObserver(() => {
    for (const listener of listeners) listener();
  });
  made.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme"],
    subtree: true,
  });
  return made;
}

function read(): Theme {
  return document.querySelector('[data-theme="dark"]') ? "dark" : "light";
}

/** The theme in force: dark where an element of the page carries `data-theme="dark"`. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, read, () => "light");
}
