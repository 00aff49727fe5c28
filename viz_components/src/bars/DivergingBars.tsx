import { type ReactNode, useMemo } from "react";
import { signed } from "../format";

export interface Bar {
  /** Its name: unlike all others, and what is said aloud. */
  readonly name: string;
  /** What is shown in its place. */
  readonly label?: ReactNode;
  readonly value: number;
  /** It stands for a rest, and can't be chosen. */
  readonly rest?: boolean | undefined;
}

export interface DivergingBarsProps {
  readonly bars: readonly Bar[];
  /** None is below zero, nor could be: signs would say nothing. */
  readonly unsigned?: boolean | undefined;
  /** Less is better: the colours of more and less change places. */
  readonly turned?: boolean | undefined;
  readonly selected?: string | null | undefined;
  readonly onSelect?: ((name: string) => void) | undefined;
  readonly hovered?: string | null | undefined;
  readonly onHover?: ((name: string | null) => void) | undefined;
  /** What the bars show; their accessible name. */
  readonly label: string;
}

/** Numbers of either sign as bars from a line in the middle: to the right what is more, to the left what is less. */
export function DivergingBars(props: DivergingBarsProps) {
  const { bars, label } = props;
  const ends = useMemo(() => endsOf(bars), [bars]);
  return (
    <ol className="tf-bars" aria-label={label} onPointerLeave={() => props.onHover?.(null)}>
      {bars.map((bar) => (
        <BarRow key={bar.name} {...props} bar={bar} ends={ends} />
      ))}
    </ol>
  );
}

interface BarRowProps extends DivergingBarsProps {
  readonly bar: Bar;
  readonly ends: Ends;
}

/** Least and largest value that there is room for, zero between them. */
type Ends = readonly [number, number];

function endsOf(bars: readonly Bar[]): Ends {
  const values = bars.map(({ value }) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return low === high ? [-1, 1] : [low, high];
}

function BarRow({ bar, ends, selected, onSelect, hovered, onHover, unsigned, turned }: BarRowProps) {
  const { name, value, rest } = bar;
  const [low, high] = ends;
  const kind = unsigned ? undefined : sign(turned ? -value : value);
  const percentOf = (length: number) => `${(length / (high - low)) * 100}%`;
  const zero = { left: percentOf(-low) };
  const parts = (
    <>
      <span className="tf-bar-name">{bar.label ?? name}</span>
      <span className="tf-bar-track" aria-hidden="true">
        <u style={zero} />
        <i
          data-sign={kind}
          style={{ left: percentOf(Math.min(0, value) - low), width: percentOf(Math.abs(value)) }}
        />
      </span>
      <span className="tf-bar-value" data-sign={kind}>
        {unsigned ? value.toFixed(3) : signed(value, 3)}
      </span>
    </>
  );
  return (
    <li
      data-name={name}
      data-value={value}
      data-rest={rest ? "" : undefined}
      data-selected={name === selected ? "" : undefined}
      data-hovered={name === hovered ? "" : undefined}
      onPointerEnter={() => onHover?.(name)}
    >
      {onSelect && !rest ? (
        <button
          type="button"
          aria-pressed={name === selected}
          onClick={() => onSelect(name)}
          onFocus={() => onHover?.(name)}
          onBlur={() => onHover?.(null)}
        >
          {parts}
        </button>
      ) : (
        <span>{parts}</span>
      )}
    </li>
  );
}

function sign(value: number): "+" | "-" | "0" {
  if (Math.abs(value) < LEAST) return "0";
  return value < 0 ? "-" : "+";
}

/** Below it nothing is seen of a number. */
const LEAST = 0.0005;
