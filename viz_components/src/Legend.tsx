import { compact } from "./format";
import { gradient, type ScaleKind } from "./scales";
import { useTheme } from "./theme/useTheme";

export interface LegendProps {
  scale: ScaleKind;
  domain: readonly [number, number];
  label: string;
}

/** What the colours of a scale stand for. */
export function Legend({ scale, domain, label }: LegendProps) {
  const theme = useTheme();
  const [low, high] = domain;
  return (
    <figure className="tf-legend" aria-label={`${label}: from ${compact(low)} to ${compact(high)}`}>
      <figcaption>{label}</figcaption>
      <span className="tf-legend-end">{short(low)}</span>
      <span className="tf-legend-ramp" style={{ backgroundImage: gradient(scale, theme) }} />
      <span className="tf-legend-end">{short(high)}</span>
    </figure>
  );
}

/** A number at the end of a scale. */
export function short(value: number): string {
  return compact(value).replace(/\.?0+$/, "");
}
