// Positions of a prompt as a person reads them.
import { type State, visibleText } from "@trafolab/viz";

/** A token with its position: `·Hart (5)`. */
export function placeName(text: string, position: number, letters = 16): string {
  return `${visibleText(text, letters)} (${position})`;
}

/** Where an act goes: `every token`, or the tokens there with their positions. */
export function placesIn({ clean }: Pick<State, "clean">, positions: "all" | readonly number[]): string {
  if (positions === "all") return "every token";
  return positions.map((at) => placeName(clean?.tokens[at]?.text ?? "", at)).join(", ");
}
