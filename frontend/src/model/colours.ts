// What the map's colours can be, as one text that is kept with the layout: `paint`, `view:NAME:KEY`, or an experiment's id.
import { type ExperimentSummary, VIEW_NAMES, VIEWS, type ViewName, viewNamed } from "@trafolab/viz";

export type Colours =
  | { readonly by: "patterns" }
  | { readonly by: "paint" }
  | { readonly by: "view"; readonly view: ViewName; readonly key: string }
  | { readonly by: "experiment"; readonly id: string };

export const PAINT = "paint";

/** The text that means a view's numbers. */
export function ofView(view: ViewName, key: string): string {
  return `view:${view}:${key}`;
}

/** What a text means; a view that there is not any more means the patterns. */
export function coloursOf(painted: string | null): Colours {
  if (painted === null) return { by: "patterns" };
  if (painted === PAINT) return { by: "paint" };
  const [, name, key] = /^view:([^:]+):(.*)$/.exec(painted) ?? [];
  if (name === undefined || key === undefined) return { by: "experiment", id: painted };
  const view = viewNamed(name);
  return view && VIEWS[view].paints ? { by: "view", view, key } : { by: "patterns" };
}

/** Numbers to choose from, with what they are called. */
export interface Choice {
  readonly painted: string;
  readonly label: string;
  /** The same where there is little room. */
  readonly brief?: string;
  /** The prompt that they were found on, where that is another one than the map's. */
  readonly elsewhere?: string | null;
}

/** All numbers that views offer the map, view by view. */
export function viewChoices(): Choice[] {
  return VIEW_NAMES.flatMap((view) =>
    Object.entries(VIEWS[view].paints?.choices ?? {}).map(([key, label]) => ({
      painted: ofView(view, key),
      label,
    })),
  );
}

/** A person's own scores, from the views that can be asked for them; the one that the map is painted with though the
 * kernel knows it no longer. */
export function ownChoices(names: readonly string[], painted: string | null): Choice[] {
  const known = VIEW_NAMES.flatMap((view) => {
    const own = VIEWS[view].paints?.own;
    return own ? names.map((name) => ({ painted: ofView(view, own(name)), label: name })) : [];
  });
  const lost =
    painted === null || known.some((choice) => choice.painted === painted) ? [] : lostChoice(painted);
  return [...known, ...lost];
}

function lostChoice(painted: string): Choice[] {
  const colours = coloursOf(painted);
  const paints = colours.by === "view" ? VIEWS[colours.view].paints : undefined;
  if (colours.by !== "view" || !paints?.label || colours.key in paints.choices) return [];
  return [{ painted, label: paints.label(colours.key) }];
}

/** So many experiments, the newest first: all of them are in their own list. */
const MOST = 6;

/** Experiments that the map has a place for, and the one that it is painted with however old it is. */
export function experimentChoices(
  experiments: readonly ExperimentSummary[],
  painted: string | null,
): Choice[] {
  const found = experiments.filter(({ experiment }) => experiment !== "faithfulness").reverse();
  return found
    .filter(({ id }, i) => i < MOST || id === painted)
    .map(({ id, name, elsewhere }) => ({ painted: id, label: name, elsewhere }));
}
