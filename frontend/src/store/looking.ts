// Which views are looked at. What comes back from a link or from the server is read with care.
import { SUBJECTS, type Subject, VIEW_NAMES, VIEWS, type ViewName, viewNamed } from "@trafolab/viz";
import type { InspectorTab, Looking } from "./page";

/** A stored or linked `Looking`, as far as it makes sense; undefined where it is none. */
export function readLooking(stored: unknown): Looking | undefined {
  if (!isRecord(stored)) return undefined;
  return {
    at: stored.at === "prompt" || stored.at === "model" ? stored.at : "selection",
    tabs: entriesOf(SUBJECTS, stored.tabs, tabNamed),
    set: entriesOf(VIEW_NAMES, stored.set, (value) => (isRecord(value) ? value : undefined)),
  };
}

/** With a view's tab open. */
export function withTab(looking: Looking, subject: Subject, tab: InspectorTab): Looking {
  return { ...looking, tabs: { ...looking.tabs, [subject]: tab } };
}

/** With something set in a view, beside what was set before. */
export function withSet(
  looking: Looking,
  view: ViewName,
  changed: Readonly<Record<string, unknown>>,
): Looking {
  return { ...looking, set: { ...looking.set, [view]: { ...looking.set[view], ...changed } } };
}

/** With another view open where it is offered, asked with these parameters. */
export function turned(looking: Looking, view: ViewName, params: object): Looking {
  const open = VIEWS[view].subjects.reduce((so, subject) => withTab(so, subject, view), looking);
  return withSet(open, view, { ...params });
}

/** With nothing set in a view. */
export function withoutSet(looking: Looking, view: ViewName): Looking {
  const { [view]: _set, ...others } = looking.set;
  return { ...looking, set: others };
}

/** The tab of that name; undefined where there is none. */
export function tabNamed(value: unknown): InspectorTab | undefined {
  return value === "circuitsvis" ? value : viewNamed(value);
}

function entriesOf<K extends string, T>(
  keys: readonly K[],
  stored: unknown,
  read: (value: unknown) => T | undefined,
): Partial<Record<K, T>> {
  const found: Partial<Record<K, T>> = {};
  if (!isRecord(stored)) return found;
  for (const key of keys) {
    const value = read(stored[key]);
    if (value !== undefined) found[key] = value;
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
