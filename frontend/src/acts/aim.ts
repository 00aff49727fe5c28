// Where acts go: all positions of the prompt, or the brushed ones.
import type { PageState } from "../store/page";
import type { Intervention, State } from "./records";

/** What of the page says where an act goes. */
export type Aim = Pick<PageState, "brush">;

/** The positions that an act goes to; brushed ones that the prompt no longer has are left out. */
export function positionsOf(state: State, { brush }: Aim): "all" | number[] {
  const length = state.clean?.tokens.length ?? 0;
  const inside = brush.filter((position) => position < length);
  return inside.length === 0 ? "all" : inside;
}

/** The positions of an intervention, by their indices. */
export function indicesOf({ positions }: Pick<Intervention, "positions">): "all" | number[] {
  return positions === "all" ? positions : positions.map(({ index }) => index);
}

/** Whether an intervention acts at exactly these positions. */
export function actsAt(intervention: Intervention, positions: "all" | readonly number[]): boolean {
  return JSON.stringify(indicesOf(intervention)) === JSON.stringify(positions);
}
