// What all views on a screen share: where a person points, and what is selected and read.
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { Posing } from "../hover";
import type { ViewParams } from "../protocol/gen";
import type { ViewName } from "./view";

/** A place in the prompt under the pointer: a token, or a cell of a pattern. */
export interface Pointed {
  readonly query: number | null;
  readonly key: number | null;
}

/** Opens a view, asked with these parameters. */
export type Turn = <V extends ViewName>(view: V, params: Partial<ViewParams[V]>) => void;

/** A token that is predicted behind a position. */
export interface Predicted {
  readonly id: number;
  readonly token: string;
  readonly position: number;
}

/** A view whose lines are drawn, and what it is asked with for them. */
export interface Drawn {
  readonly view: ViewName;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface LinesOnMap {
  readonly drawn: Drawn | null;
  readonly draw: (lines: Drawn | null) => void;
}

/** Whether these are the lines of this view, asked like this. */
export function isDrawn(drawn: Drawn | null, { view, params }: Drawn): boolean {
  const names = Object.keys({ ...drawn?.params, ...params });
  return drawn?.view === view && names.every((name) => drawn.params[name] === params[name]);
}

/** What is set to zero, and what changes that, by targets' names. */
export interface Ablation {
  readonly held: ReadonlySet<string>;
  readonly toggle: (target: string) => void;
}

export interface Link {
  readonly pointed: Pointed | null;
  readonly point: (at: Pointed | null) => void;
  /** The token that is read, by its index. */
  readonly position: number;
  readonly read: (position: number) => void;
  /** The component that is selected, such as `L1H6`; null where none is. */
  readonly selected: string | null;
  readonly select: (component: string) => void;
  /** Opens another view of what is selected, and sets it; null where a view stands alone. */
  readonly turn: Turn | null;
  /** The lines on the map; absent where there is no map. */
  readonly lines?: LinesOnMap | undefined;
  /** Makes a token, where it is predicted, what is measured, or what that is measured against; absent where there is
   * no laboratory to tell. */
  readonly measure?: ((token: Predicted, against: boolean) => void) | undefined;
  /** Sets a target to zero, or lets go of it; absent where there is no laboratory to tell. */
  readonly ablation?: Ablation | undefined;
  /** Whether the view has the whole window. */
  readonly whole: boolean;
}

const Linked = createContext<Link | null>(null);

/** Gives all views within a link of the application's own. */
export const LinkProvider = Linked.Provider;

/** The link of whoever shows this view; nobody points while a picture of it is taken. */
export function useLink(): Link {
  const link = useContext(Linked);
  const posing = useContext(Posing);
  if (!link) throw new Error("A view stands in a LinkProvider or in a LocalLink.");
  return posing ? { ...link, pointed: null } : link;
}

interface LocalLinkProps {
  readonly position?: number;
  readonly children: ReactNode;
}

/** A link among the views within, for where there is no application around them. */
export function LocalLink({ position: first = 0, children }: LocalLinkProps) {
  const [pointed, point] = useState<Pointed | null>(null);
  const [position, read] = useState(first);
  const [selected, select] = useState<string | null>(null);
  const link = useMemo(
    () => ({ pointed, point, position, read, selected, select, turn: null, whole: false }),
    [pointed, position, selected],
  );
  return <LinkProvider value={link}>{children}</LinkProvider>;
}
