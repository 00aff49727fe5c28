// The row above the map that says what is left in sight: shown and put away with the focus in the right place.
import type { Laboratory } from "../../app/laboratory";
import { focusSoon } from "../../ui/focusSoon";

export const FILTER_STRIP = "filter-strip";

/** Shows the row with the focus in its field, or puts it away. */
export function toggleFilter({ page, set }: Laboratory): void {
  const shown = !page.getState().filterShown;
  set({ filterShown: shown });
  focusSoon(shown ? `#${FILTER_STRIP} input` : "[data-filter]");
}
