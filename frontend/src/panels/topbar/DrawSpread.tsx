import type { Intervention } from "@trafolab/viz";
import { useLab } from "../../app/context";
import { useView } from "../../app/useView";
import { short } from "../../ui/numbers";
import { resamples, spreadTitle } from "./draws";

/** How far the metric is spread over the draws of a resampling intervention; nothing where none acts. */
export function DrawSpread() {
  const wanted = useLab((lab) => (lab.state?.interventions ?? NONE).some(resamples));
  return wanted && <Spread />;
}

const NONE: readonly Intervention[] = [];

function Spread() {
  const seen = useView("draws", {});
  if (!seen || seen.data.sd === null) return null;
  const { values, sd } = seen.data;
  return (
    <span
      className="metric-spread"
      data-testid="draws"
      data-sd={sd}
      data-late={seen.late ? "" : undefined}
      title={spreadTitle(seen.data)}
    >
      ± {short(sd)} <span className="metric-spread-n">over {values.length} draws</span>
    </span>
  );
}
