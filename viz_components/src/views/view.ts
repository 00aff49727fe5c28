// What a view is on this side: a component, and what the kernel is asked for where a person stands.
import type { ComponentType } from "react";
import type { MapColouring, MapEdges } from "../map/props";
import type { ViewData, ViewParams } from "../protocol/gen";
import type { Tensor } from "../tensor";

export type ViewName = keyof ViewData;

/** What a view is about; it is offered where such a thing is selected, or of the prompt and the model always. */
export type Subject = (typeof SUBJECTS)[number];

export const SUBJECTS = [
  "head",
  "group",
  "attn",
  "mlp",
  "norm",
  "resid",
  "embed",
  "unembed",
  "prompt",
  "model",
] as const;

/** Where a person stands: what is selected, where it is read, and what holds everywhere. */
export interface Aim {
  /** Name of the selected component, such as `L1H6`; empty for the prompt and the model. */
  readonly component: string;
  readonly layer: number;
  /** The token that is read; negative from the end. */
  readonly position: number;
  readonly hideBos: boolean;
}

/** Numbers of components that the map can take from a view as its colours. */
export interface Paints<V extends ViewName> {
  /** What each of them is called, by its key. */
  readonly choices: Readonly<Record<string, string>>;
  /** The key of a score that a person has named: of a view that can be asked for such ones. */
  readonly own?: (name: string) => string;
  /** What a key is called, that of such a score too. */
  readonly label?: (key: string) => string;
  /** What the view is asked with for it. */
  readonly ask: (key: string, aim: Aim) => ViewParams[V];
  /** Null where there are none. */
  readonly colouring: (key: string, data: ViewData[V], tensors: Tensors) => MapColouring | null;
}

/** Numbers of pairs of components that the map can draw as lines, over whatever colours it has. */
export interface Lines<V extends ViewName> {
  /** What they are called, by their keys. */
  readonly choices: Readonly<Record<string, string>>;
  /** What the view is asked with for them. */
  readonly ask: (key: string) => ViewParams[V];
  readonly edges: (data: ViewData[V], tensors: Tensors) => MapEdges;
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** What a view's component is given. It asks for something else by `change`, and finds where a person points, and
 * what else is selected, by `useLink`. */
export interface ViewProps<V extends ViewName> {
  readonly data: ViewData[V];
  readonly tensors: Tensors;
  readonly params: ViewParams[V];
  readonly change: (params: Partial<ViewParams[V]>) => void;
}

/** One line of the registry. */
export interface View<V extends ViewName> {
  /** A word or two, on the view's tab. */
  readonly title: string;
  readonly subjects: readonly Subject[];
  /** It shows the weights alone, which are the same on every prompt. */
  readonly ofWeights?: true;
  /** What it is asked with at first. */
  readonly ask: (aim: Aim) => ViewParams[V];
  /** What of that which was set stays set where a person stands now; all of it unless this says otherwise. */
  readonly keeps?: (set: Partial<ViewParams[V]>, aim: Aim) => Partial<ViewParams[V]>;
  readonly Component: ComponentType<ViewProps<V>>;
  /** What of it the map can be painted with. */
  readonly paints?: Paints<V>;
  /** What of it the map can draw as lines. */
  readonly lines?: Lines<V>;
}
