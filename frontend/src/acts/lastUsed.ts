import type { PageState } from "../store/page";
import type { Way } from "./records";

/** What the page remembers of a way that was used: keys and sliders start from it. */
export function usedNow(way: Way): Partial<PageState> {
  const { operation } = way;
  if (operation.op === "scale") return { lastUsed: way, lastFactor: operation.factor };
  if (operation.op === "steer") return { lastUsed: way, lastDirection: operation.direction };
  return { lastUsed: way };
}
