import { useRef } from "react";
import { focusAgain } from "./focusAgain";

/** For a dialog that no button of its own opens: as it closes, the focus goes back to where it was, unless something
 * else has it by then. `focus` takes it as the dialog opens. */
export function useFocusBack(focus?: (event: Event) => void) {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus(event: Event) {
      before.current = document.activeElement;
      focus?.(event);
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      if (document.activeElement === document.body) focusAgain(before.current);
    },
  };
}
