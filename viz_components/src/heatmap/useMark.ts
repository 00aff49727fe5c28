import { useCallback, useState } from "react";
import type { Cell } from "./cells";

/** The cell that a person marked in a map of this size; the same one again takes the mark away. */
export function useMark(rows: number, cols: number) {
  const [at, setAt] = useState<Cell | null>(null);
  const mark = useCallback((cell: Cell | null) => setAt((was) => (same(was, cell) ? null : cell)), []);
  const marked = at && at.row < rows && at.col < cols ? at : null;
  return [marked, mark] as const;
}

function same(one: Cell | null, other: Cell | null): boolean {
  return one?.row === other?.row && one?.col === other?.col;
}
