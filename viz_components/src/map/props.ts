import type { Ref } from "react";
import type { Structure } from "../protocol/gen";
import type { ScaleKind } from "../scales";

/** What the map can say about a component, beside its numbers. Several words may hold at once. */
export type ComponentState =
  | "ablated"
  | "frozen"
  | "patched"
  | "steered"
  | "scaled"
  | "knocked-out"
  | "kept"
  | "custom"
  | "hooked"
  | "weights-changed"
  | "inactive"
  | "error";

/** Where the map stands: screen = world · k + (x, y), in CSS pixels. */
export interface Camera {
  x: number;
  y: number;
  k: number;
}

/** Miniature patterns: uint8 `[head, size, size]`, 255 is probability 1. */
export interface MapPatterns {
  size: number;
  heads: string[];
  data: Uint8Array;
}

/** Neuron activity: uint8 `[component, bins]`, 255 stands for the component's `peak`. */
export interface MapMlps {
  components: string[];
  bins: number;
  data: Uint8Array;
  peak: number[];
}

/** A logit-lens reading of the stream at one component. */
export interface LensReading {
  component: string;
  token: string;
  prob: number;
  answer_prob: number | null;
}

/** Numbers of components, painted in place of their patterns; the others keep theirs. */
export interface MapColouring {
  values: Record<string, number>;
  label: string;
  /** From zero up, or either way from it, which is what numbers of both signs take. */
  scale?: ScaleKind | undefined;
  /** Where their scale ends at least: what is smaller than all that matters is to be pale. */
  least?: number | undefined;
  /** Said beside the legend: that the numbers are of something else than the map. */
  remark?: string | undefined;
}

/** Components that belong together. */
export interface MapGroup {
  readonly name: string;
  readonly members: readonly string[];
}

/** A line from what a component writes to what another one reads. */
export interface MapEdge {
  /** Tells it from all others. */
  key: string;
  /** The components at its ends. */
  sender: string;
  receiver: string;
  /** Where it enters a head: `q`, `k` or `v`; empty elsewhere. */
  part: string;
  effect: number;
  /** What is said of it under the pointer, line by line. */
  note: string;
}

/** Lines over the components, and the components whose values are held on the way. */
export interface MapEdges {
  edges: readonly MapEdge[];
  held: readonly string[];
  /** The effect at which colour and width end. */
  reach: number;
  /** Effects of either sign in two colours, which is what they take; or from zero up, told by width alone. */
  scale?: ScaleKind | undefined;
  label: string;
  /** Said beside the legend: that the edges are of something else than the map. */
  remark?: string | undefined;
}

/** The map as it is seen now, as an SVG document, with lines of words below it; null before there is anything to see. */
export type MapFigure = (words: readonly string[]) => string | null;

/** A small button on the tile under the pointer. */
export interface MapAction {
  key: string;
  label: string;
  glyph: string;
  /** It has room on every tile: what does not fit gives way to it. */
  always?: boolean | undefined;
  /** Kinds of component it is offered on (`head`, `mlp`, …); absent: on all. */
  targets?: readonly string[] | undefined;
}

/** A component's state words to where they hold: `{ L1H6: { ablated: "at ·Hart (5)" } }`. */
export type Partly = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface ArchitectureMapProps {
  structure: Structure;
  /** State words by component name; components without an entry are in their plain state. */
  componentStates: Readonly<Record<string, readonly string[]>>;
  /** The states among them that do not hold everywhere. */
  partly?: Partly | undefined;
  /** A remark by component name, such as why an intervention is inactive: a dot and a tooltip. */
  badges?: Readonly<Record<string, string>> | undefined;
  /** What is done to a point of the stream, in words beside it. */
  captions?: Readonly<Record<string, string>> | undefined;
  patterns?: MapPatterns | undefined;
  /** The prompt's tokens; written into the patterns when one zooms in, if they are not pooled. */
  tokens?: readonly string[] | undefined;
  mlps?: MapMlps | undefined;
  lens?: readonly LensReading[] | undefined;
  /** Says at which position the lens reads; shown at the top left corner. */
  lensCaption?: string | undefined;
  selection: readonly string[];
  hovered: string | null;
  colourBy?: MapColouring | undefined;
  /** Components that step back: what a filter left out. */
  faded?: ReadonlySet<string> | undefined;
  groups?: readonly MapGroup[] | undefined;
  /** Components that are looked for just now. */
  sought?: ReadonlySet<string> | undefined;
  edges?: MapEdges | undefined;
  /** The key of the edge that is pointed at, here or elsewhere. */
  pointedEdge?: string | null | undefined;
  /** Takes the lines off, where that is offered. */
  onEdgesOff?: (() => void) | undefined;
  onPointEdge?: ((key: string | null) => void) | undefined;
  actions?: readonly MapAction[] | undefined;
  onSelect: (component: string, how: { additive: boolean }) => void;
  /** A click on a group's name on one of its members. */
  onSelectGroup?: ((name: string, how: { additive: boolean }) => void) | undefined;
  /** Enter or double click: open the component in the inspector. */
  onActivate: (component: string) => void;
  onAction: (component: string, key: string) => void;
  /** A right click, with where on the page it was: on a component, or null beside them all. */
  onMenu?: ((component: string | null, at: { x: number; y: number }) => void) | undefined;
  onHover: (component: string | null) => void;
  /** Applied when it differs from where the map stands; null or absent fits the map to its pane. */
  camera?: Camera | null | undefined;
  /** Given what makes a figure of the map. */
  figure?: Ref<MapFigure> | undefined;
  /** Called when a pan or zoom has come to rest; null when the map was fitted to its pane. */
  onCamera?: ((camera: Camera | null) => void) | undefined;
}
