import type { Intervention } from "@trafolab/viz";
import { useLab } from "../../app/context";
import { useView } from "../../app/useView";
import { short } from "../../ui/numbers";
import { resamples, spreadTitle } from "./draws";

/** The metric over the draws of a resampling intervention, of which the number beside it is the first; nothing
 * where none acts. */
export function DrawSpread() {
  const wanted = useLab((lab) => (lab.state?.interventions ?? NONE).some(resamples));
  return wanted && <Spread />;
}

const NONE: readonly Intervention[] = [];

function Spread() {
  const seen = useView("draws", {});
  if (!seen || seen.data.sd === null || seen.data.mean === null) return null;
  const { values, mean, sd } = seen.data;
  return (
    <span
      className="metric-spread"
      data-testid="draws"
      data-sd={sd}
      data-late={seen.late ? "" : undefined}
      title={spreadTitle(seen.data)}
    >
      mean {short(mean)} ± {short(sd)} <span className="metric-spread-n">over {values.length} draws</span>
    </span>
  );
}
