import type { Ablation, Link, Predicted } from "@trafolab/viz";
import { useCallback, useMemo } from "react";
import { measuring } from "../../acts/measure";
import { ablate } from "../../acts/operations";
import { OWN_DISTRACTOR } from "../../acts/refusals";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { useByText } from "../../app/useByText";
import { useReadPosition } from "../../app/useReadPosition";
import { turned } from "../../store/looking";

/** What views share with the rest of the page. */
export function useViewLink(): Link {
  const { set, page } = useLaboratory();
  const pointed = usePage((page) => page.hoveredCell);
  const selected = usePage((page) => page.selection.at(-1) ?? null);
  const whole = usePage((page) => page.maximised === "inspector");
  const { index: position } = useReadPosition();
  const measure = useMeasure();
  const drawn = usePage((page) => page.lines);
  const ablation = useAblation();
  return useMemo(
    () => ({
      pointed,
      position,
      selected,
      whole,
      measure,
      ablation,
      point: (hoveredCell) => set({ hoveredCell }),
      read: (read) => set({ position: read }),
      lines: { drawn, draw: (lines) => set({ lines }) },
      // What was looked at stays: the map shows the component.
      select: (component) => set({ selection: [component], looking: page.getState().looking }),
      turn: (view, params) => set({ looking: turned(page.getState().looking, view, params) }),
    }),
    [pointed, position, selected, whole, measure, ablation, set, page, drawn],
  );
}

/** What is ablated by its own name, as neurons are: they have no place on the map. */
function useAblation(): Ablation {
  const { acts } = useLaboratory();
  const interventions = useLab((lab) => lab.state?.interventions);
  return useMemo(() => {
    const ablations = (interventions ?? []).filter(({ operation }) => operation.op === "ablate");
    const held = new Set(ablations.flatMap(({ targets }) => targets));
    const toggle = (target: string) =>
      void (held.has(target)
        ? acts.make({ kind: "release", ids: [], targets: [target] })
        : acts.toggle({ label: "zero", operation: ablate("zero") }, [target]));
    return { held, toggle };
  }, [acts, interventions]);
}

/** Makes a predicted token the metric's answer, or its distractor. */
function useMeasure(): (predicted: Predicted, against: boolean) => void {
  const { acts } = useLaboratory();
  const metric = useLab((lab) => lab.state?.metric ?? null);
  const byText = useByText();
  return useCallback(
    ({ position, ...token }, against) => {
      const action = measuring(metric, token, against ? "distractor" : "answer", { position, byText });
      void (action ? acts.make(action) : acts.refuse(OWN_DISTRACTOR));
    },
    [acts, metric, byText],
  );
}
