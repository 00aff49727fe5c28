import type { KeyboardEvent } from "react";

interface Modified {
  ctrlKey: boolean;
  metaKey: boolean;
}

/** Whether the key of this system for "as well" is held: Ctrl, or ⌘ on a Mac. */
export function isMod({ ctrlKey, metaKey }: Modified): boolean {
  return ctrlKey || metaKey;
}

/** For `onKeyUp` where Ctrl Space has a meaning of its own: Firefox clicks a button when Space is let go of,
 * whatever became of its press. */
export function clicksNothing(event: KeyboardEvent): void {
  if (event.key === " " && isMod(event)) event.preventDefault();
}

/** Whether what is chosen is gathered with what was chosen before. */
export function isAdditive(event: Modified & { shiftKey: boolean }): boolean {
  return event.shiftKey || isMod(event);
}
