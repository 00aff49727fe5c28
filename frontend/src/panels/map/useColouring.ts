import type { MapColouring } from "@trafolab/viz";
import { useMemo } from "react";
import { useLab, usePage } from "../../app/context";
import { colouringOf } from "../../experiments/colouring";
import { useExperiment } from "../experiments/useExperiment";
import { useElsewhere, useKind } from "./useMapEdges";

/** The effects that an experiment found, where somebody has the map painted with them. */
export function useColouring(): MapColouring | undefined {
  const painted = usePage((page) => page.painted);
  const kind = useKind(painted);
  // All edges of a large model are far more than a map can show.
  const { found } = useExperiment(kind === null || kind === "edges" ? null : painted);
  const structure = useLab(({ state }) => state?.model?.structure);
  const remark = useElsewhere(found?.experiment);
  return useMemo(() => {
    const colours = found?.grid && structure ? colouringOf(found.experiment, found.grid, structure) : null;
    return colours ? { ...colours, remark } : undefined;
  }, [found, structure, remark]);
}
