import { type PointerEvent, useMemo } from "react";
import { compact } from "../format";
import { largestIn } from "../neurons/largestIn";
import { labelText } from "../tokens/visibleText";
import { useLink } from "../views/link";

interface ScaleBarsProps {
  readonly norm: string;
  readonly tokens: readonly string[];
  /** One for each token. */
  readonly live: Float32Array;
  readonly plain: Float32Array;
}

const HEIGHT = 72;
const MOST = 240;
/** Of a bar, in CSS pixels. */
const WIDEST = 44;

/** What a norm divides by at each token: filled bars live, a line across where it stands without interventions. */
export function ScaleBars({ norm, tokens, live, plain }: ScaleBarsProps) {
  const { pointed, point, position, read } = useLink();
  const stride = Math.max(1, Math.ceil(live.length / MOST));
  const [bars, marks] = useMemo(
    () => [largestIn(live, stride), largestIn(plain, stride)],
    [live, plain, stride],
  );
  const most = Math.max(...bars, ...marks) || 1;
  const at = (value: number) => HEIGHT - (value / most) * (HEIGHT - 2);
  const tokenAt = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(live.length - 1, Math.floor(((event.clientX - box.left) / box.width) * live.length));
  };
  const here = pointed?.query ?? position;
  return (
    <figure className="tf-scales" style={{ maxWidth: bars.length * WIDEST }}>
      <svg
        viewBox={`0 0 ${bars.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Scale of ${norm} at each token, to ${compact(most)}`}
        onPointerMove={(event) => point({ query: tokenAt(event), key: null })}
        onPointerLeave={() => point(null)}
        onPointerUp={(event) => read(tokenAt(event))}
      >
        <rect className="tf-scales-here" x={Math.floor(here / stride)} y={0} width={1} height={HEIGHT} />
        {Array.from(bars, (value, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar's identity is its position
            key={index}
            x={index + 0.12}
            width={0.76}
            y={at(value)}
            height={HEIGHT - at(value)}
          />
        ))}
        {Array.from(marks, (value, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mark's identity is its position
          <line key={index} x1={index + 0.04} x2={index + 0.96} y1={at(value)} y2={at(value)} />
        ))}
      </svg>
      <figcaption>
        <span className="tf-mono">{`${labelText(tokens[here] ?? "", 16)} (${here})`}</span>
        <span>{`live ${compact(live[here] ?? Number.NaN)}`}</span>
        <span>{`plain ${compact(plain[here] ?? Number.NaN)}`}</span>
      </figcaption>
    </figure>
  );
}
