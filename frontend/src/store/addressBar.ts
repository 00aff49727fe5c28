// Keeps the address in step with what is looked at, so that a link reopens it and Back leads to what was open before.
import type { StoreApi } from "zustand/vanilla";
import { addressOf, placeIn, readAddress } from "./address";
import type { PageState } from "./page";

/** Whoever stays at a place so long, in milliseconds, may want to come back to it. */
const REST_MS = 1000;

/** The window, as far as it is used here. */
export interface Bar {
  readonly hash: () => string;
  readonly put: (how: "pushState" | "replaceState", address: string) => void;
  readonly listen: (changed: () => void) => void;
  readonly now: () => number;
}

/** Follows nothing until `restore`: before, the page is not yet as the server keeps it. */
export function createAddressBar(page: StoreApi<PageState>, bar: Bar) {
  let shown: string | null = null;
  let since = 0;

  function follow(state: PageState): void {
    const address = addressOf(state);
    if (shown === null || address === shown) return;
    const opened = placeIn(address) !== placeIn(shown);
    bar.put(opened && bar.now() - since > REST_MS ? "pushState" : "replaceState", address);
    if (opened) since = bar.now();
    shown = address;
  }

  function open(): void {
    const said = readAddress(bar.hash(), page.getState());
    shown = said ? addressOf({ ...page.getState(), ...said }) : shown;
    if (said) page.setState(said);
  }

  /** Where an address names what there is not, it says what is shown in its place. */
  function reopen(): void {
    open();
    shown = addressOf(page.getState());
    if (bar.hash().replace(/^#/, "") !== shown) bar.put("replaceState", shown);
  }

  return {
    /** Open what the address says, over what was open last time. */
    restore(): void {
      if (shown !== null) return;
      open();
      shown = addressOf(page.getState());
      since = bar.now();
      bar.put("replaceState", shown);
      page.subscribe(follow);
      bar.listen(reopen);
    },
  };
}

/** The browser's own. */
export function windowBar(): Bar {
  return {
    hash: () => location.hash,
    put: (how, address) =>
      history[how](null, "", `${location.pathname}${location.search}${address === "" ? "" : `#${address}`}`),
    listen: (changed) => addEventListener("popstate", changed),
    now: () => performance.now(),
  };
}
