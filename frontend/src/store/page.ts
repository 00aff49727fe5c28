// What belongs to this tab alone: selection, camera, layout. The model is never in here.
import type { OperationChoice } from "@trafolab/viz";
import type { Layout } from "react-resizable-panels";

export type Theme = "light" | "dark";
export type DrawerTab = "interventions" | "history" | "problems";
export type InspectorTab = "pattern" | "text" | "circuitsvis";
export type PaneName = "map" | "inspector" | "notebook" | "drawer";
export type Sizes = Readonly<Record<"rows" | "columns" | "drawer", Layout | null>>;

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly k: number;
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
  readonly actOn: "all" | "selected";
  readonly hideBos: boolean;
  readonly drawerTab: DrawerTab;
  readonly inspectorTab: InspectorTab;
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
  /** The model that this tab asked for and that is not there yet. */
  readonly opening: string | null;
  /** An act of this tab has been without an answer for longer than looking takes. */
  readonly unanswered: boolean;
  /** The way to act that was used last. */
  readonly lastUsed: OperationChoice | null;
}

/** The page as a person meets it first. */
export function firstPage(theme: Theme): PageState {
  return {
    theme,
    selection: [],
    hovered: null,
    position: null,
    hoveredCell: null,
    actOn: "all",
    hideBos: false,
    drawerTab: "interventions",
    inspectorTab: "pattern",
    camera: null,
    sizes: { rows: null, columns: null, drawer: null },
    collapsed: [],
    maximised: null,
    record: false,
    editing: null,
    palette: "closed",
    keysShown: false,
    metricShown: false,
    opening: null,
    unanswered: false,
    lastUsed: null,
  };
}
