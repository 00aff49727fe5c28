import { useMemo } from "react";
import { compact } from "../../format";
import { numbers, type Tensor } from "../../tensor";

const SIZE = 200;
const MARGIN = 18;

interface EigenPlaneProps {
  /** `[n, real and imaginary part]`, largest first. */
  readonly eigenvalues: Tensor | undefined;
  readonly label: string;
}

/** Eigenvalues in the complex plane: on the right those whose direction is kept, on the left those turned round. */
export function EigenPlane({ eigenvalues, label }: EigenPlaneProps) {
  const points = useMemo(() => pointsOf(eigenvalues), [eigenvalues]);
  const reach = points.reduce((most, { re, im }) => Math.max(most, Math.hypot(re, im)), 0) || 1;
  const at = (value: number) => SIZE / 2 + (value / reach) * (SIZE / 2 - MARGIN);
  const positive = points.filter(({ re }) => re > 0).length;
  const said = `${label}: ${positive} of ${points.length} with a positive real part, largest ${compact(reach)}`;
  return (
    <figure className="tf-eigen">
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} width={SIZE} height={SIZE} role="img" aria-label={said}>
        <circle className="tf-eigen-rim" cx={SIZE / 2} cy={SIZE / 2} r={SIZE / 2 - MARGIN} />
        <line x1={MARGIN / 2} y1={SIZE / 2} x2={SIZE - MARGIN / 2} y2={SIZE / 2} />
        <line x1={SIZE / 2} y1={MARGIN / 2} x2={SIZE / 2} y2={SIZE - MARGIN / 2} />
        {points.map(({ re, im, rank }) => (
          <circle
            key={rank}
            className="tf-eigen-value"
            data-sign={re < 0 ? "-" : "+"}
            cx={at(re)}
            cy={SIZE - at(im)}
            r={4}
          >
            <title>{`eigenvalue ${rank + 1}: ${compact(re)}${im === 0 ? "" : imaginary(im)}`}</title>
          </circle>
        ))}
      </svg>
      {/* Beside the plane, where no eigenvalue is drawn over the words. */}
      <figcaption>
        {label}: across real, up imaginary; rim {compact(reach)}
      </figcaption>
    </figure>
  );
}

function imaginary(im: number): string {
  return ` ${im < 0 ? "−" : "+"} ${compact(Math.abs(im))} i`;
}

function pointsOf(tensor: Tensor | undefined) {
  const values = tensor ? numbers(tensor) : new Float32Array();
  return Array.from({ length: values.length / 2 }, (_, rank) => ({
    rank,
    re: values[2 * rank] ?? 0,
    im: values[2 * rank + 1] ?? 0,
  }));
}
