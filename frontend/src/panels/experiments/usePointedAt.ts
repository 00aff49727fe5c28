import type { Cell, Experiment } from "@trafolab/viz";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { changedSince } from "../../experiments/changedSince";
import type { Grid } from "../../experiments/grid";
import { spotOf, targetsOf } from "../../experiments/spots";
import { targetIndex } from "../../model/targets";

/** The cell pointed at; what it changes is lit up on the map, and its token in the prompt where it was found on this
 * one. */
export function usePointedAt(experiment: Experiment, grid: Grid): [Cell | null, (cell: Cell | null) => void] {
  const { lab, set, page } = useLaboratory();
  const [hovered, setHovered] = useState<Cell | null>(null);
  const structure = useLab(({ state }) => state?.model?.structure);
  const componentsOf = useMemo(() => (structure ? targetIndex(structure) : () => NONE), [structure]);
  const point = useCallback(
    (cell: Cell | null) => {
      setHovered(cell);
      const [target] = cell ? targetsOf(experiment, grid, cell) : [];
      const spot = cell && spotOf(experiment, grid, cell);
      const { state } = lab.getState();
      // Pairs have it at positions of their own.
      const alone = experiment.info?.n_pairs === null;
      const here = alone && state !== null && changedSince(state, experiment) === null;
      set({
        hovered: componentsOf(target ?? "")[0] ?? null,
        hoveredCell:
          !here || spot === null || spot.position === null ? null : { query: spot.position, key: spot.key },
      });
    },
    [lab, experiment, grid, componentsOf, set],
  );
  useEffect(() => () => page.setState({ hovered: null, hoveredCell: null }), [page]);
  return [hovered, point];
}

const NONE: readonly string[] = [];
