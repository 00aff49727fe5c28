import type { MouseEvent } from "react";

/** Whether a click went to the row itself, its name or its empty part, and not to a token or a button. */
export function besideTokens({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest("button, [data-index]") === null;
}
