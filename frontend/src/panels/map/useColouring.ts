import type { MapColouring } from "@trafolab/viz";
import { useMemo } from "react";
import { useLab, usePage } from "../../app/context";
import { colouringOf } from "../../experiments/colouring";
import { useExperiment } from "../experiments/useExperiment";

/** The effects that an experiment found, where somebody has the map painted with them. */
export function useColouring(): MapColouring | undefined {
  const { found } = useExperiment(usePage((page) => page.painted));
  const structure = useLab(({ state }) => state?.model?.structure);
  return useMemo(() => {
    if (!found?.grid || !structure) return undefined;
    return colouringOf(found.experiment, found.grid, structure) ?? undefined;
  }, [found, structure]);
}
