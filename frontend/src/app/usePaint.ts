import { useCallback } from "react";
import { useLaboratory } from "./context";

/** Paints the map with an experiment, a view's numbers or a person's own; with patterns alone where null. An experiment
 * that is drawn as lines takes the place of a view's. */
export function usePaint(): (painted: string | null) => void {
  const { lab, set } = useLaboratory();
  return useCallback(
    (painted) => {
      const kind = lab.getState().state?.experiments.find(({ id }) => id === painted)?.experiment;
      set(kind === "edges" || kind === "path" ? { painted, lines: null } : { painted });
    },
    [lab, set],
  );
}
