import type { ColourName } from "../canvas/palette";

/** How a state is drawn: a sign of its own, so that colour is never alone. */
export interface StateLook {
  colour: ColourName;
  /** SVG path in a 12 × 12 square, stroked. */
  path: string;
  /** Draws the component faded and hatched: it does not take part. */
  hatched: boolean;
}

const CIRCLE = "M6 1.6a4.4 4.4 0 1 0 0 8.8a4.4 4.4 0 1 0 0-8.8";

const LOOKS: Record<string, StateLook> = {
  error: { colour: "error", hatched: false, path: "M2.5 2.5l7 7M9.5 2.5l-7 7" },
  inactive: { colour: "amber", hatched: false, path: "M6 1.8v5.2M6 9.3v.9" },
  ablated: { colour: "dim", hatched: true, path: `${CIRCLE}M2.9 9.1L9.1 2.9` },
  frozen: {
    colour: "ice",
    hatched: false,
    path: "M6 1v10M1.7 3.5l8.6 5M1.7 8.5l8.6-5M4.6 1.9L6 3.1l1.4-1.2M4.6 10.1L6 8.9l1.4 1.2M1.9 5.4l1.7-.7L3.3 2.9M10.1 5.4l-1.7-.7l.3-1.8M1.9 6.6l1.7.7l-.3 1.8M10.1 6.6l-1.7.7l.3 1.8",
  },
  patched: { colour: "amber", hatched: false, path: "M1.5 6h8.6M6.6 2.5L10.2 6L6.6 9.5" },
  steered: { colour: "pos", hatched: false, path: "M6 1.6v8.8M1.6 6h8.8" },
  scaled: { colour: "pos", hatched: false, path: "M6 1.6v8.8M3.4 4.2L6 1.6l2.6 2.6M3.4 7.8L6 10.4l2.6-2.6" },
  "knocked-out": { colour: "dim", hatched: false, path: "M1.5 6h2.6M7.9 6h2.6M4.4 9.2l3.2-6.4" },
  kept: { colour: "accent", hatched: false, path: `${CIRCLE}M6 4.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6` },
  custom: {
    colour: "accent",
    hatched: false,
    path: "M8.6 1.9c-2-.6-2.8.4-3 2L4.8 9c-.2 1.3-1 1.8-2.2 1.4M3.2 5.2h5",
  },
  hooked: { colour: "accent", hatched: false, path: "M3.6 3L1 6l2.6 3M8.4 3L11 6L8.4 9M7 2.4L5 9.6" },
  "weights-changed": { colour: "neg", hatched: false, path: "M6 1.9L10.6 10H1.4Z" },
};

const UNKNOWN: StateLook = { colour: "accent", hatched: false, path: CIRCLE };

/** The look of a state word. A word of a later operation gets a plain ring. */
export function stateLook(state: string): StateLook {
  return LOOKS[state] ?? UNKNOWN;
}

/** How much of a component is hatched: half of it where it does not take part at some places only. */
export function hatching(
  states: readonly string[],
  partly: Readonly<Record<string, string>> = {},
): "whole" | "half" | null {
  const hatched = states.filter((state) => stateLook(state).hatched);
  if (hatched.length === 0) return null;
  return hatched.every((state) => state in partly) ? "half" : "whole";
}

/** Known words in the order in which they matter most; unknown ones last. */
export function byWeight(states: readonly string[]): string[] {
  const order = Object.keys(LOOKS);
  const rank = (state: string) => (order.includes(state) ? order.indexOf(state) : order.length);
  return states.toSorted((a, b) => rank(a) - rank(b));
}
