import { type PointerEvent, useMemo } from "react";
import { compact } from "../format";
import { labelText } from "../tokens/visibleText";
import { useLink } from "../views/link";
import { largestIn } from "./largestIn";

interface ActivationStripProps {
  readonly name: string;
  /** One for each token. */
  readonly values: Float32Array;
  readonly tokens: readonly string[];
}

const HEIGHT = 24;
const MOST = 200;

/** What a neuron does along the text: a bar for each token, below the line where it is negative. */
export function ActivationStrip({ name, values, tokens }: ActivationStripProps) {
  const { pointed, point, position, read } = useLink();
  const stride = Math.ceil(values.length / MOST);
  const bars = useMemo(() => largestIn(values, stride), [values, stride]);
  const [low, high] = useMemo(() => ends(bars), [bars]);
  const at = (value: number) => HEIGHT - ((value - low) / (high - low || 1)) * HEIGHT;
  const tokenAt = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(values.length - 1, Math.floor(((event.clientX - box.left) / box.width) * values.length));
  };
  const here = pointed?.query ?? position;
  return (
    <svg
      className="tf-activations"
      viewBox={`0 0 ${bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={summary(name, values, tokens)}
      onPointerMove={(event) => point({ query: tokenAt(event), key: null })}
      onPointerLeave={() => point(null)}
      onPointerUp={(event) => read(tokenAt(event))}
    >
      <title>{`${labelText(tokens[here] ?? "", 16)} (${here}): ${compact(values[here] ?? Number.NaN)}`}</title>
      <rect className="tf-activations-here" x={Math.floor(here / stride)} y={0} width={1} height={HEIGHT} />
      {Array.from(bars, (value, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar's identity is its position
          key={index}
          data-sign={value < 0 ? "-" : "+"}
          x={index + 0.1}
          width={0.8}
          y={Math.min(at(value), at(0))}
          height={Math.abs(at(value) - at(0)) || 0}
        />
      ))}
      <line x1={0} x2={bars.length} y1={at(0)} y2={at(0)} />
    </svg>
  );
}

/** From the lowest to the highest bar, zero among them. */
function ends(bars: Float32Array): readonly [number, number] {
  let [low, high] = [0, 0];
  for (const value of bars) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function summary(name: string, values: Float32Array, tokens: readonly string[]): string {
  let top = 0;
  values.forEach((value, index) => {
    if (Math.abs(value) > Math.abs(values[top] ?? 0)) top = index;
  });
  const where = `${labelText(tokens[top] ?? "", 16)} (${top})`;
  return `Activation of ${name} along the text, largest ${compact(values[top] ?? Number.NaN)} at ${where}`;
}
