import { compact } from "../format";

interface HistogramProps {
  readonly counts: readonly number[];
  /** Ends of the first and the last bin. */
  readonly low: number;
  readonly high: number;
  /** A value to be marked. */
  readonly mark: number | null;
  /** What the mark is. */
  readonly markName: string;
  /** What is counted; its accessible name begins with it. */
  readonly label: string;
}

const [WIDTH, HEIGHT] = [200, 60];

/** How often values are in each bin, on a logarithmic scale: most neurons rest most of the time. */
export function Histogram({ counts, low, high, mark, markName, label }: HistogramProps) {
  const most = Math.max(...counts, 1);
  const width = WIDTH / Math.max(1, counts.length);
  const tall = (count: number) => (Math.log1p(count) / Math.log1p(most)) * HEIGHT;
  const at = (value: number) => ((value - low) / (high - low || 1)) * WIDTH;
  const inside = mark !== null && mark >= low && mark <= high;
  return (
    <figure className="tf-histogram">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}, from ${compact(low)} to ${compact(high)}`}
      >
        {counts.map((count, bin) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin's identity is its place
            key={bin}
            x={bin * width}
            width={Math.max(0.2, width - 0.6)}
            y={HEIGHT - tall(count)}
            height={tall(count)}
          >
            <title>{`${compact(low + (bin / counts.length) * (high - low))} and more: ${count}`}</title>
          </rect>
        ))}
        {low < 0 && high > 0 && (
          <line className="tf-histogram-zero" x1={at(0)} x2={at(0)} y1={0} y2={HEIGHT} />
        )}
        {inside && <line className="tf-histogram-mark" x1={at(mark)} x2={at(mark)} y1={0} y2={HEIGHT} />}
      </svg>
      <figcaption>
        <span>{compact(low)}</span>
        <span>{mark === null ? "" : `${markName} ${compact(mark)}`}</span>
        <span>{compact(high)}</span>
      </figcaption>
    </figure>
  );
}
