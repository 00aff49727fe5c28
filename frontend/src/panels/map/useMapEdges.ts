import type { Experiment, MapEdges } from "@trafolab/viz";
import { useMemo } from "react";
import { useLab, usePage } from "../../app/context";
import { changedSince } from "../../experiments/changedSince";
import { circuitOnMap, MOST_EDGES, pathOnMap } from "../../experiments/circuit";
import { leastScale } from "../../experiments/reading";
import { useCircuit } from "../experiments/useCircuit";
import { useExperiment } from "../experiments/useExperiment";
import { useViewLines } from "./useViewLines";

/** The lines on the map: those of a view that has some drawn, or else an experiment's. */
export function useMapEdges(): MapEdges | undefined {
  const ofView = useViewLines();
  const ofExperiment = useExperimentEdges();
  return ofView ?? ofExperiment;
}

/** Where somebody has an experiment drawn: a circuit's edges, or a path's. */
function useExperimentEdges(): MapEdges | undefined {
  const painted = usePage((page) => page.painted);
  const n = usePage((page) => page.edgesShown);
  const structure = useLab(({ state }) => state?.model?.structure);
  const kind = useKind(painted);
  const circuit = useCircuit(kind === "edges" ? painted : null).found;
  const path = useExperiment(kind === "path" ? painted : null).found;
  const remark = useElsewhere(circuit?.experiment ?? path?.experiment);
  return useMemo(() => {
    const info = circuit?.experiment.info;
    if (circuit && circuit.nGrown > 0 && info) {
      const least = leastScale(info, "effect");
      return { ...circuitOnMap(circuit.edges, Math.min(n, MOST_EDGES), least, info.n_pairs), remark };
    }
    const drawn = path?.grid && structure ? pathOnMap(path.experiment, path.grid, structure) : null;
    return drawn ? { ...drawn, remark } : undefined;
  }, [circuit, path, n, structure, remark]);
}

/** What is said where an experiment was found on another prompt, or another model, than those that the map shows. */
export function useElsewhere(experiment: Experiment | undefined): string | undefined {
  return useLab(({ state }) => (state && experiment && changedSince(state, experiment)) ?? undefined);
}

/** Which kind of experiment it is; null while it is not known. */
export function useKind(id: string | null): string | null {
  return useLab(({ state }) => state?.experiments.find((each) => each.id === id)?.experiment ?? null);
}
