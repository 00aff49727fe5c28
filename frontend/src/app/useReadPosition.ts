import { useLab, usePage } from "./context";

/** Where predictions and lens are read: as a view's parameter (−1 follows the last token) and as an index. */
export function useReadPosition(): { asked: number; index: number } {
  const position = usePage((page) => page.position);
  const last = useLab((lab) => lab.state?.clean?.tokens.length ?? 0) - 1;
  // After the prompt got shorter the old position may lie outside of it.
  const inside = position !== null && position < last;
  return inside ? { asked: position, index: position } : { asked: -1, index: last };
}
