// The part of the page that the server keeps. What comes back is read with care: it may be of an older version.
import { type Drawn, VIEWS, viewNamed } from "@trafolab/viz";
import type { Filter } from "../model/fading";
import { readLooking as looking, withoutSet } from "./looking";
import {
  type Camera,
  DRAWER_TABS,
  type PageState,
  type Pair,
  type PaneName,
  type Sizes,
  type Theme,
} from "./page";

/** What is worth finding again after a reload, as JSON. The system's own theme is not: the page follows the system. */
export function layoutOf(page: PageState, system: Theme): Record<string, unknown> {
  const { theme, selection, position, hideBos, drawerTab, camera, sizes, collapsed, record } = page;
  const chosen = theme === system ? null : theme;
  return {
    theme: chosen,
    selection,
    position,
    hideBos,
    drawerTab,
    looking: page.refused ? withoutSet(page.looking, page.refused) : page.looking,
    camera,
    sizes,
    collapsed,
    record,
    compare: page.compare,
    experiment: page.experiment,
    reading: page.reading,
    painted: page.painted,
    lines: page.lines,
    filter: page.filter,
    toured: page.toured,
    edgesShown: page.edgesShown,
  };
}

/** The fields of a stored layout that make sense; anything else is left out. */
export function readLayout(stored: Readonly<Record<string, unknown>>): Partial<PageState> {
  const kept: { [K in keyof PageState]?: PageState[K] | undefined } = {
    theme: oneOf(stored.theme, ["light", "dark"] as const),
    selection: strings(stored.selection),
    position: typeof stored.position === "number" ? stored.position : undefined,
    hideBos: boolean(stored.hideBos),
    drawerTab: oneOf(stored.drawerTab, DRAWER_TABS),
    looking: looking(stored.looking),
    camera: camera(stored.camera),
    sizes: sizes(stored.sizes),
    collapsed: strings(stored.collapsed)?.filter(isPane),
    record: boolean(stored.record),
    compare: pair(stored.compare),
    experiment: string(stored.experiment),
    reading: oneOf(stored.reading, ["effect", "normalised", "raw"] as const),
    painted: string(stored.painted),
    lines: lines(stored.lines),
    filter: filter(stored.filter),
    toured: boolean(stored.toured),
    edgesShown: typeof stored.edgesShown === "number" ? stored.edgesShown : undefined,
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

function boolean(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function string(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function strings(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : undefined;
}

function isPane(name: string): name is PaneName {
  return ["map", "inspector", "notebook", "drawer"].includes(name);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function camera(value: unknown): Camera | undefined {
  if (!isObject(value)) return undefined;
  const { x, y, k } = value;
  return typeof x === "number" && typeof y === "number" && typeof k === "number" ? { x, y, k } : undefined;
}

function pair(value: unknown): Pair | undefined {
  if (!isObject(value)) return undefined;
  const { a, b } = value;
  return typeof a === "string" && typeof b === "string" ? { a, b } : undefined;
}

function lines(value: unknown): Drawn | undefined {
  if (!isObject(value) || !isObject(value.params)) return undefined;
  const view = viewNamed(value.view);
  return view && VIEWS[view].lines ? { view, params: value.params } : undefined;
}

function filter(value: unknown): Filter | undefined {
  if (!isObject(value)) return undefined;
  const { names, threshold } = value;
  return typeof names === "string" && typeof threshold === "number" ? { names, threshold } : undefined;
}

function sizes(value: unknown): Sizes | undefined {
  if (!isObject(value)) return undefined;
  return { rows: shares(value.rows), columns: shares(value.columns), drawer: shares(value.drawer) };
}

function shares(value: unknown): Record<string, number> | null {
  if (!isObject(value)) return null;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number",
  );
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}
