import { type Drawn, type MapEdges, VIEWS, type View, type ViewName } from "@trafolab/viz";
import { useMemo, useRef } from "react";
import { usePage } from "../../app/context";
import { useFailure, useView } from "../../app/useView";

/** The lines of the view that has some drawn, watched while the map shows them. */
export function useViewLines(): MapEdges | undefined {
  const drawn = usePage((page) => page.lines);
  return useLinesOf(drawn?.view ?? "composition", drawn);
}

const NO_PARAMS = {};

function useLinesOf<V extends ViewName>(view: V, drawn: Drawn | null): MapEdges | undefined {
  const { lines }: View<V> = VIEWS[view];
  const params = drawn?.params ?? NO_PARAMS;
  const seen = useView(view, params, drawn !== null);
  const failure = useFailure(view, params);
  const last = useRef<MapEdges | undefined>(undefined);
  const found = useMemo(() => {
    if (!drawn || !lines) return undefined;
    if (failure !== null) return { edges: [], held: [], reach: 1, label: view, remark: failure };
    if (!seen || seen.late) return last.current;
    return lines.edges(seen.data, seen.tensors);
  }, [drawn, lines, view, seen, failure]);
  last.current = found;
  return found;
}
