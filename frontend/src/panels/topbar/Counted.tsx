import type { MetricData } from "@trafolab/viz";
import { countedTitle, nWords, rangeOf } from "./counted";

/** Over how many pairs the number beside it is a mean, and between which bounds it lies. */
export function Counted({ over }: { over: NonNullable<MetricData["over"]> }) {
  return (
    <span className="metric-spread" data-testid="metric-n" title={countedTitle(over)}>
      {over.live && <span className="metric-interval">{rangeOf(over.live)} </span>}
      <span className="metric-n">{nWords(over)}</span>
    </span>
  );
}
