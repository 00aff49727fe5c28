import { type MapColouring, type Structure, VIEWS, type View, type ViewName } from "@trafolab/viz";
import { useMemo, useRef } from "react";
import { useLab, usePage } from "../../app/context";
import { useFailure, useView } from "../../app/useView";
import { coloursOf } from "../../model/colours";
import { findComponent, kindOf } from "../../model/components";
import { useAim } from "../inspector/useAim";

/** The numbers of the view that the map is painted with, watched while it shows them. */
export function useViewPaint(): MapColouring | undefined {
  const painted = usePage((page) => page.painted);
  const colours = useMemo(() => coloursOf(painted), [painted]);
  const [view, key] = colours.by === "view" ? [colours.view, colours.key] : [null, ""];
  return usePaintOf(view ?? "attention", key, view !== null);
}

const NONE_HERE = "Nothing on this prompt has such a number.";

function usePaintOf<V extends ViewName>(view: V, key: string, wanted: boolean): MapColouring | undefined {
  const structure = useLab(({ state }) => state?.model?.structure);
  const selected = usePage((page) => page.selection.at(-1));
  const component = useMemo(() => findComponent(structure, selected) ?? null, [structure, selected]);
  const aim = useAim(component);
  const { paints }: View<V> = VIEWS[view];
  const params = useMemo(() => ({ ...paints?.ask(key, aim) }), [paints, key, aim]);
  const on = wanted && paints !== undefined;
  const seen = useView(view, params, on);
  const failure = useFailure(view, params);
  const last = useRef<MapColouring | undefined>(undefined);
  const found = useMemo(() => {
    // What was asked for before would stand under another name until the answer comes.
    if (on && seen?.late && failure === null) return last.current;
    if (!on || !structure) return undefined;
    if (failure !== null) return empty(paints.label?.(key) ?? paints.choices[key] ?? key, failure);
    const all = seen && paints.colouring(key, seen.data, seen.tensors);
    return all ? onMap(all, structure) : undefined;
  }, [on, paints, key, seen, failure, structure]);
  last.current = found;
  return found;
}

function empty(label: string, remark: string): MapColouring {
  return { values: {}, label, remark };
}

/** Biases and the like are no components: their numbers are not to stretch the scale of those that are. */
function onMap(colours: MapColouring, structure: Structure): MapColouring {
  const there = Object.entries(colours.values).filter(([name]) => kindOf(structure, name) !== undefined);
  if (there.length === 0) return empty(colours.label, NONE_HERE);
  return { ...colours, values: Object.fromEntries(there) };
}
