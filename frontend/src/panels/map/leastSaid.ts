import { reachOf } from "../../model/fading";
import { short } from "../../ui/numbers";
import type { Sized } from "./FilterStrip";

/** What a threshold asks for: a number, or a share where colours and lines each have their own. Null while it asks for
 * nothing. */
export function leastSaid(threshold: number, { colouring, edges }: Sized): string | null {
  if (threshold === 0 || (!colouring && !edges)) return null;
  if (colouring && edges) return `≥ ${Math.round(threshold * 100)} % of the largest`;
  return `|value| ≥ ${short(threshold * (edges ? edges.reach : reachOf(colouring ?? NONE)))}`;
}

const NONE = { values: {}, label: "" };
