import type { SyntheticEvent } from "react";

/** The position of the token that an event happened on; null beside the tokens. */
export function tokenAt(event: SyntheticEvent): number | null {
  const token = event.target instanceof Element ? event.target.closest("[data-index]") : null;
  return token instanceof HTMLElement ? Number(token.dataset.index) : null;
}
