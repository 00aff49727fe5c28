import type { MapColouring, MapEdges, MapGroup } from "@trafolab/viz";
import { useEffect, useMemo } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { fadedOf } from "../../model/fading";
import { edgesLeft, remainingOf } from "../../model/remaining";
import { targetIndex } from "../../model/targets";

export interface MapMarks {
  readonly faded: ReadonlySet<string> | undefined;
  readonly edges: MapEdges | undefined;
  readonly groups: readonly MapGroup[];
  readonly sought: ReadonlySet<string> | undefined;
}

/** What a person says of components beside acting on them: what a filter leaves out, which belong together, which are
 * looked for. */
export function useMapMarks(colouring: MapColouring | undefined, all: MapEdges | undefined): MapMarks {
  const structure = useLab(({ state }) => state?.model?.structure);
  const named = useLab(({ state }) => state?.groups);
  const sought = usePage((page) => page.sought);
  const groups = useMemo(() => {
    const components = structure ? targetIndex(structure) : () => [];
    return (named ?? []).map(({ name, targets }) => ({
      name,
      members: [...new Set(targets.flatMap(components))],
    }));
  }, [structure, named]);
  return {
    ...useFiltered(colouring, all),
    groups,
    sought: useMemo(() => (sought ? new Set(sought) : undefined), [sought]),
  };
}

/** What filter and threshold leave, of tiles and of lines; the page knows what remains, to select it. */
function useFiltered(colouring: MapColouring | undefined, all: MapEdges | undefined) {
  const { set } = useLaboratory();
  const structure = useLab(({ state }) => state?.model?.structure);
  const filter = usePage((page) => page.filter);
  const found = useMemo(() => {
    if (!structure) return { faded: undefined, edges: all, remaining: null };
    const faded = fadedOf(structure, filter, colouring);
    const edges = edgesLeft(structure, filter, all);
    return { faded, edges, remaining: remainingOf(structure, filter, { faded, colouring, edges }) };
  }, [structure, filter, colouring, all]);
  const { remaining } = found;
  useEffect(() => set({ remaining }), [set, remaining]);
  return { faded: found.faded, edges: found.edges };
}
