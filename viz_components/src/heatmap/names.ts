// The names beside a map lead somewhere; its cells do not.
import type { KeyboardEvent } from "react";
import type { Cell } from "./cells";

/** What a click on the name of a row or a column does. */
export interface Names {
  /** In front of the name: `read at`, `select`. */
  readonly says: string;
  readonly go: (index: number) => void;
  /** Which names lead somewhere; absent: all. */
  readonly can?: ((index: number) => boolean) | undefined;
}

/** Tokens of the prompt, of which every so many have a name: they are read. */
export function tokensRead(read: (position: number) => void, stride = 1, first = 0): Names {
  return { says: "read at", go: (index) => read(first + index * stride) };
}

/** Components: they are selected, but for sums and rests, which are none. */
export function selecting(
  names: readonly string[],
  select: (component: string) => void,
  isOne: (name: string) => boolean = () => true,
): Names {
  const nameAt = (index: number) => names[index] ?? "";
  return { says: "select", go: (index) => select(nameAt(index)), can: (index) => isOne(nameAt(index)) };
}

/** A map with names, and where in it a person points. */
export interface Named {
  readonly hovered: Cell | null;
  readonly rowNames?: Names | undefined;
  readonly colNames?: Names | undefined;
}

/** The keys R and C do what a click on the name of the row, or of the column, that is pointed at would; whether it was
 * one of them. */
export function byName(event: KeyboardEvent, { hovered, rowNames, colNames }: Named): boolean {
  const key = event.key.toLowerCase();
  const names = key === "r" ? rowNames : key === "c" ? colNames : undefined;
  if (!hovered || !names || event.ctrlKey || event.metaKey || event.altKey) return false;
  const index = key === "r" ? hovered.row : hovered.col;
  if (names.can?.(index) !== false) names.go(index);
  return true;
}
