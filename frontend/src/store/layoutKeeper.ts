import type { StoreApi } from "zustand/vanilla";
import { layoutOf, readLayout } from "./layout";
import type { PageState } from "./page";

const LAYOUT_REST_MS = 600;

/** Sends the layout when it has been at rest for a moment, but never before the stored one was read. The page
 * must still be as a person meets it first, in the system's theme. */
export function createLayoutKeeper(
  page: StoreApi<PageState>,
  send: (layout: Record<string, unknown>) => void,
) {
  const system = page.getState().theme;
  let known: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  page.subscribe((state) => {
    if (known === null) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const layout = layoutOf(state, system);
      const text = JSON.stringify(layout);
      if (text !== known) send(layout);
      known = text;
    }, LAYOUT_REST_MS);
  });
  return {
    restore(stored: Record<string, unknown> | null) {
      if (known !== null) return;
      if (stored) page.setState(readLayout(stored));
      known = JSON.stringify(layoutOf(page.getState(), system));
    },
  };
}
