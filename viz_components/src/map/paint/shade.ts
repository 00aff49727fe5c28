import { tiny } from "../../format";
import { type Colour, diverging, sequential } from "../../scales";
import type { Scene } from "./scene";

/** The colour of a number on the scale of the map's colours. */
export function shade({ colourBy, reach, theme }: Scene, value: number): Colour {
  const scale = colourBy?.scale === "sequential" ? sequential : diverging;
  return scale(value / reach, theme);
}

/** A number on its tile: with its sign where numbers of both signs are shown, and with digits that tell small ones apart. */
export function numberOn({ colourBy, reach }: Scene, value: number): string {
  const text = reach < 0.05 && value !== 0 ? value.toExponential(0).replaceAll("-", "−") : tiny(value);
  return colourBy?.scale === "sequential" ? text.replace("+", "") : text;
}
