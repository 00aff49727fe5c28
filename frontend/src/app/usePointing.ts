import { useEffect } from "react";

/** Says on the root element whether the pointer was used last, and not the keyboard. Radix moves the focus itself as
 * a tab is clicked, for which browsers show a ring if one was shown before. */
export function usePointing(): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    const end = new AbortController();
    const on = (kind: "pointerdown" | "keydown", heard: () => void) =>
      window.addEventListener(kind, heard, { capture: true, signal: end.signal });
    on("pointerdown", () => {
      dataset.pointing = "";
    });
    on("keydown", () => {
      delete dataset.pointing;
    });
    return () => end.abort();
  }, []);
}
