import type { FeedData, Tensor, ViewData } from "@trafolab/viz";
import { useEffect, useMemo, useRef } from "react";
import type { ShownView } from "../store/lab";
import { type Params, watchKey } from "../transport/watches";
import { useLab, useLaboratory } from "./context";

interface Data extends FeedData, ViewData {}

/** Whatever can be watched: what the panels read, and what a person looks at by itself. */
export type Watched = keyof Data;

/** A view's newest data, typed by its name. */
export interface Seen<V extends Watched> {
  readonly data: Data[V];
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly revision: number;
  /** What the numbers are of and were computed under, in a line; empty for what nobody takes away by itself. */
  readonly caption: string;
  /** The answer to other parameters than those asked for now; the right one is under way. */
  readonly late: boolean;
}

/** Watches a view while the component is mounted and `wanted`; null until its first data has come. */
export function useView<V extends Watched>(view: V, params: Params, wanted = true): Seen<V> | null {
  const { watches } = useLaboratory();
  const key = watchKey(view, params);
  const shown = useLab((lab) => lab.views[key]);
  const unprompted = useLab((lab) => lab.state !== null && lab.state.clean === null);
  const last = useRef<ShownView | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for view and parameters
  useEffect(() => (wanted ? watches.add(view, params) : undefined), [watches, key, wanted]);
  useEffect(() => {
    if (shown || unprompted) last.current = shown;
  }, [shown, unprompted]);
  const best = shown ?? (unprompted ? undefined : last.current);
  return useMemo(() => (best ? seen(best, view, shown === undefined) : null), [best, view, shown]);
}

/** Why a view has no data, where it has none. */
export function useFailure(view: Watched, params: Params): string | null {
  const key = watchKey(view, params);
  return useLab((lab) => lab.failures[key]?.error ?? null);
}

/** Whether that is because it does not take such parameters. */
export function useRefused(view: Watched, params: Params): boolean {
  const key = watchKey(view, params);
  return useLab((lab) => lab.failures[key]?.code === "bad_params");
}

function seen<V extends Watched>(shown: ShownView, view: V, late: boolean): Seen<V> | null {
  const { data, revision, caption } = shown.frame;
  return isDataOf(view, shown, data) ? { data, tensors: shown.tensors, revision, caption, late } : null;
}

// The kernel made the data by the record that the type was generated from; its name is the proof.
function isDataOf<V extends Watched>(view: V, shown: ShownView, _data: unknown): _data is Data[V] {
  return shown.frame.view === view;
}
