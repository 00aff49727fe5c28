import type { Cell, Experiment, ExperimentInfo } from "@trafolab/viz";
import { useMemo } from "react";
import { type Grid, indexIn } from "../../experiments/grid";
import { marksIn } from "../../experiments/marks";
import { peakOf, type Shown } from "../../experiments/reading";
import { cellName } from "../../experiments/spots";
import { signed } from "../../ui/numbers";

interface FigureHintsProps {
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly info: ExperimentInfo;
  readonly shown: Shown;
  readonly seek: (cell: Cell) => void;
}

/** Above a picture: where its largest effect is, though that may be out of sight, and what its marks mean. */
export function FigureHints({ experiment, grid, info, shown, seek }: FigureHintsProps) {
  const peak = useMemo(() => peakOf(grid, info), [grid, info]);
  const marks = useMemo(() => marksIn(experiment, grid), [experiment, grid]);
  return (
    <p className="figure-hints">
      {peak && (
        <button type="button" className="link" title="Show this cell" onClick={() => seek({ ...peak })}>
          largest: {cellName(experiment, grid, peak)}{" "}
          <b>{signed(shown.values[indexIn(grid, peak)] ?? Number.NaN)}</b>
        </button>
      )}
      {shown.faint !== null && <b>{shown.faint}</b>}
      {marks.length > 0 && <small>{marks.join(" · ")}</small>}
    </p>
  );
}
