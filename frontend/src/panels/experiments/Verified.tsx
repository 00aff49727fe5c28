import { type Dot, type Experiment, ScatterPlot } from "@trafolab/viz";
import { useMemo, useState } from "react";
import type { Grid } from "../../experiments/grid";
import { agreement, dotsOf } from "../../experiments/verified";
import { Empty } from "../../ui/Empty";
import { signed } from "../../ui/numbers";

/** How far the estimates of an attribution can be trusted: against the true effect of cells that were patched. */
export function Verified({ experiment, grid }: { experiment: Experiment; grid: Grid }) {
  const [pointed, setPointed] = useState<Dot | null>(null);
  const dots = useMemo(() => dotsOf(experiment, grid), [experiment, grid]);
  if (dots.length === 0) return <Empty title="No cell was patched yet." />;
  return (
    <div className="verified">
      <ScatterPlot
        dots={dots}
        xLabel="true effect"
        yLabel="estimate"
        kinds={["drawn at random", "largest estimates"]}
        size={SIZE}
        selected={pointed}
        onPoint={setPointed}
        label="Estimated against true effects"
      />
      <div>
        <p>{agreement(experiment)}</p>
        <p className="dim">On the dashed line an estimate is right.</p>
        <p className="mono" role="status">
          {pointed && `${pointed.name}: true ${signed(pointed.x)}, estimated ${signed(pointed.y)}`}
        </p>
      </div>
    </div>
  );
}

const SIZE = 190;
