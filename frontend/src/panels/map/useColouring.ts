import { colouringBy, type MapColouring, numbers, useHeld } from "@trafolab/viz";
import { useMemo } from "react";
import { useLab, usePage } from "../../app/context";
import { useFailure, useView } from "../../app/useView";
import { colouringOf } from "../../experiments/colouring";
import { coloursOf } from "../../model/colours";
import { reachOf } from "../../model/fading";
import { useExperiment } from "../experiments/useExperiment";
import { useElsewhere, useKind } from "./useMapEdges";
import { useViewPaint } from "./useViewPaint";

/** The numbers that the map is to be painted with in place of its patterns: those of an experiment, a person's own, or a
 * view's. */
export function useColouring(): MapColouring | undefined {
  const painted = usePage((page) => page.painted);
  const colours = useMemo(() => coloursOf(painted), [painted]);
  const effects = useEffects(colours.by === "experiment" ? colours.id : null);
  const own = usePaint(colours.by === "paint");
  const scores = useLasting(useViewPaint(), painted);
  return effects ?? own ?? scores;
}

/** On a scale that does not shrink with an ablation, as long as the same view's numbers are shown of one prompt. */
function useLasting(colours: MapColouring | undefined, painted: string | null): MapColouring | undefined {
  const prompt = useLab(({ state }) => state?.clean?.tokens.map(({ id }) => id).join(" "));
  const [, least] = useHeld([0, colours ? reachOf(colours) : 0], `${painted} ${prompt}`);
  return useMemo(() => colours && { ...colours, least }, [colours, least]);
}

/** The effects that an experiment found. */
function useEffects(id: string | null): MapColouring | undefined {
  const kind = useKind(id);
  // All edges of a large model are far more than a map can show.
  const { found } = useExperiment(kind === null || kind === "edges" ? null : id);
  const structure = useLab(({ state }) => state?.model?.structure);
  const remark = useElsewhere(found?.experiment);
  return useMemo(() => {
    const colours = found?.grid && structure ? colouringOf(found.experiment, found.grid, structure) : null;
    return colours ? { ...colours, remark } : undefined;
  }, [found, structure, remark]);
}

const NO_PARAMS = {};

/** A person's own numbers. */
function usePaint(wanted: boolean): MapColouring | undefined {
  const seen = useView("paint", NO_PARAMS, wanted);
  const failure = useFailure("paint", NO_PARAMS);
  const model = useLab(({ state }) => state?.model?.name);
  return useMemo(() => {
    if (!wanted) return undefined;
    if (failure !== null) return { values: {}, label: "no numbers", remark: failure };
    const column = seen?.tensors.values;
    if (!seen || !column || seen.data.components.length === 0) return undefined;
    const { components, label, model: on } = seen.data;
    const remark = on === model ? undefined : `painted on ${on}`;
    return { ...colouringBy(components, numbers(column), label), remark };
  }, [wanted, seen, failure, model]);
}
