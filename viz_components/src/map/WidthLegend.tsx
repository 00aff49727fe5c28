import { compact } from "../format";
import { short } from "../Legend";

/** What the width of lines stands for, from nothing up. */
export function WidthLegend({ label, end }: { label: string; end: number }) {
  return (
    <figure className="tf-legend" aria-label={`${label}: width from 0 to ${compact(end)}`}>
      <figcaption>{label}</figcaption>
      <span className="tf-legend-end">0</span>
      <svg className="tf-legend-width" viewBox="0 0 60 8" width={60} height={8} aria-hidden="true">
        <path d={WEDGE} />
      </svg>
      <span className="tf-legend-end">{short(end)}</span>
    </figure>
  );
}

const WEDGE = "M0 3.6 L60 1.5 L60 6.5 L0 4.4 Z";
