// What a menu of acts consists of, as data: the menus of the map, of the inspector and of keys draw the same.
import type { Action } from "../../code/codeFor";
import type { Way } from "../records";

/** Something that is made or chosen before there can be an act. */
export type Asked = "direction" | "reference" | "counterfactual" | "factor";

export interface WayEntry {
  readonly kind: "way";
  readonly label: string;
  readonly way: Way;
  /** All of the components have it already, at the positions chosen: choosing it lets go. */
  readonly held: boolean;
  readonly code: string | null;
  /** Why it can't be done. */
  readonly reason: string | null;
}

export interface SubEntry {
  readonly kind: "sub";
  readonly id: string;
  readonly label: string;
  readonly glyph: string | null;
  readonly keys: string | null;
  readonly hint: string | null;
  readonly entries: readonly Entry[];
  readonly reason: string | null;
}

export type Entry =
  | WayEntry
  | SubEntry
  | { readonly kind: "ask"; readonly label: string; readonly asks: Asked }
  | { readonly kind: "act"; readonly label: string; readonly action: Action; readonly code: string }
  | { readonly kind: "copy"; readonly label: string; readonly code: string }
  | { readonly kind: "heading"; readonly label: string }
  | { readonly kind: "divider"; readonly label: string };

/** The line of what an entry does at once, or of the first of its ways; null where it asks for something first. */
export function lineOf(entry: SubEntry): string | null {
  if (ASKING.includes(entry.id)) return null;
  for (const each of entry.entries) {
    const code = each.kind === "sub" ? lineOf(each) : each.kind === "way" ? each.code : null;
    if (code !== null) return code;
  }
  return null;
}

/** Operations whose key opens a slider or a menu. */
const ASKING: readonly string[] = ["scale", "knockout"];

/** A part of a menu that opens to the side. */
export function sub(label: string, entries: readonly Entry[], change: Partial<SubEntry> = {}): SubEntry {
  return {
    kind: "sub",
    id: label,
    label,
    glyph: null,
    keys: null,
    hint: null,
    reason: null,
    entries,
    ...change,
  };
}
