// Lines that the map can draw over its colours, as views offer them.
import { type Drawn, isDrawn, VIEW_NAMES, VIEWS } from "@trafolab/viz";

/** Lines to choose from, with what they are called. */
export interface LineChoice {
  readonly drawn: Drawn;
  readonly label: string;
}

/** All lines that views offer the map, view by view. */
export function lineChoices(): LineChoice[] {
  return VIEW_NAMES.flatMap((view) => {
    const { lines } = VIEWS[view];
    return Object.entries(lines?.choices ?? {}).map(([key, label]) => ({
      drawn: { view, params: { ...lines?.ask(key) } },
      label,
    }));
  });
}

/** What is to be drawn where somebody chose these: they, or nothing where they were drawn already. */
export function toggledLines(drawn: Drawn | null, chosen: Drawn): Drawn | null {
  return isDrawn(drawn, chosen) ? null : chosen;
}
