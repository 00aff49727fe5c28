// What belongs to this tab alone: selection, camera, layout. The model is never in here.
import type { Drawn, Subject, ViewName } from "@trafolab/viz";
import type { Layout } from "react-resizable-panels";
import type { Way } from "../acts/records";
import type { Reading } from "../experiments/reading";
import { type Draft, FIRST_DRAFT } from "../experiments/starting";
import { type Filter, NO_FILTER } from "../model/fading";

export type Theme = "light" | "dark";
/** The lists in the drawer, in their order. */
export const DRAWER_TABS = [
  "interventions",
  "experiments",
  "states",
  "references",
  "directions",
  "history",
  "problems",
] as const;
export type DrawerTab = (typeof DRAWER_TABS)[number];
/** What can stand in the inspector of a component: our views, and CircuitsVis's own. */
export type InspectorTab = ViewName | "circuitsvis";

/** Which views are looked at, and what was set in them. */
export interface Looking {
  /** Whether the inspector is about what is selected, or about something that is there always. */
  readonly at: "selection" | "prompt" | "model";
  /** The view that is open, by what it is about. */
  readonly tabs: Readonly<Partial<Record<Subject, InspectorTab>>>;
  /** What differs from what a view is asked with at first, by the view. */
  readonly set: Readonly<Partial<Record<ViewName, Readonly<Record<string, unknown>>>>>;
}
export type PaneName = "map" | "inspector" | "notebook" | "drawer" | "predictions";
export type Sizes = Readonly<Record<"rows" | "columns" | "drawer", Layout | null>>;

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

/** A place on the page, in CSS pixels from the upper left corner of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Carried {
  readonly prompt: string;
  readonly position: number;
}

/** Two states by their names. */
export interface Pair {
  readonly a: string;
  readonly b: string;
}

export interface PageState {
  readonly theme: Theme;
  /** Components in the order in which they were gathered; the last one is inspected. */
  readonly selection: readonly string[];
  readonly hovered: string | null;
  /** The token at which predictions and lens are read; null follows the last one. */
  readonly position: number | null;
  /** A token or pattern cell under the pointer, by its positions in the prompt. */
  readonly hoveredCell: { readonly query: number | null; readonly key: number | null } | null;
  /** The tokens that acts go to, by their positions in order; none means all of them. */
  readonly brush: readonly number[];
  /** Clicks on the map add to the selection, as with Shift. */
  readonly gather: boolean;
  readonly hideBos: boolean;
  readonly drawerTab: DrawerTab;
  readonly looking: Looking;
  /** The view that does not take what it is asked with: that is kept for no other tab. */
  readonly refused: ViewName | null;
  readonly camera: Camera | null;
  readonly sizes: Sizes;
  readonly collapsed: readonly PaneName[];
  readonly maximised: PaneName | null;
  readonly record: boolean;
  /** The prompt that is being edited, by name. */
  readonly editing: string | null;
  readonly palette: "closed" | "commands" | "search";
  readonly keysShown: boolean;
  readonly metricShown: boolean;
  /** What was typed last as answers, and against them, for metrics that measure such. */
  readonly answered: Readonly<Record<"answers" | "distractors", readonly string[]>> | null;
  /** The model that this tab asked for and that is not there yet. */
  readonly opening: string | null;
  /** An act of this tab has been without an answer for longer than looking takes. */
  readonly unanswered: boolean;
  /** The way to act that was used last, and what sliders and keys start from. */
  readonly lastUsed: Way | null;
  readonly lastFactor: number;
  readonly lastDirection: string | null;
  /** The menu of acts, where it was called: of everything, or of one operation. */
  readonly menu: (Point & { readonly op: string | null }) | null;
  /** The slider for what the selection was just scaled by. */
  readonly slider: Point | null;
  /** The token of a counterfactual that is being dragged onto a component. */
  readonly carried: Carried | null;
  /** What is being made in a dialog. */
  readonly dialog: "direction" | "reference" | "pairs" | null;
  /** What the next experiment is to be, and what was started last. */
  readonly draft: Draft;
  /** The experiment that is looked at, by its id, and the one that stands beside it. */
  readonly experiment: string | null;
  /** When a person chose it from the list, in milliseconds. */
  readonly chosenAt: number;
  readonly beside: string | null;
  /** What of experiments the colours show. */
  readonly reading: Reading;
  /** What the map's colours are beside its patterns: `paint`, a view's numbers, an experiment by its id. */
  readonly painted: string | null;
  /** What of the map is left in sight. */
  readonly filter: Filter;
  /** Whether its fields stand above the map. */
  readonly filterShown: boolean;
  /** The components that filter and lines leave on the map; null where nothing is left out. */
  readonly remaining: readonly string[] | null;
  /** The components that a search finds while it is typed. */
  readonly sought: readonly string[] | null;
  /** Whether the groups are listed over the map. */
  readonly groupsShown: boolean;
  /** What was forgotten last, and by which revision. */
  readonly forgotten: { readonly name: string; readonly revision: number } | null;
  /** The step of the tour that is shown, and whether it was ended once. */
  readonly tour: number | null;
  readonly toured: boolean;
  /** How many edges of a circuit are drawn, and which one is pointed at, by its key. */
  readonly edgesShown: number;
  /** The view whose lines are drawn over the map, until they are taken off. */
  readonly lines: Drawn | null;
  readonly pointedEdge: string | null;
  /** The states that stand side by side: names of saved ones, `now`, `plain`. */
  readonly compare: Pair | null;
}

/** The page as a person meets it first. */
export function firstPage(theme: Theme): PageState {
  return {
    theme,
    selection: [],
    hovered: null,
    position: null,
    hoveredCell: null,
    brush: [],
    gather: false,
    hideBos: false,
    drawerTab: "interventions",
    looking: { at: "selection", tabs: {}, set: {} },
    refused: null,
    camera: null,
    sizes: { rows: null, columns: null, drawer: null },
    collapsed: [],
    maximised: null,
    record: false,
    editing: null,
    palette: "closed",
    keysShown: false,
    metricShown: false,
    answered: null,
    opening: null,
    unanswered: false,
    lastUsed: null,
    lastFactor: 0.5,
    lastDirection: null,
    menu: null,
    slider: null,
    carried: null,
    dialog: null,
    draft: FIRST_DRAFT,
    experiment: null,
    chosenAt: 0,
    beside: null,
    reading: "effect",
    painted: null,
    filter: NO_FILTER,
    filterShown: false,
    remaining: null,
    sought: null,
    groupsShown: false,
    forgotten: null,
    tour: null,
    toured: false,
    edgesShown: 20,
    lines: null,
    pointedEdge: null,
    compare: null,
  };
}
