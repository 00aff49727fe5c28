import { type ReactNode, type RefObject, useId, useLayoutEffect, useMemo, useRef } from "react";
import type { Brush } from "./brush";
import { MoreTokens } from "./MoreTokens";
import { StripToken, type StripTokenData } from "./StripToken";
import { useTokenEvents } from "./useTokenEvents";

export interface TokenStripProps {
  /** Which prompt this is: `prompt`, `corrupt`, … */
  name: string;
  tokens: readonly StripTokenData[];
  /** Probability of each token given those before it, `[pos]`; NaN where there is none. */
  prob?: Float32Array | undefined;
  /** The same without interventions. */
  plainProb?: Float32Array | undefined;
  selected: number | null;
  hovered: number | null;
  onHover: (index: number | null) => void;
  onSelect: (index: number) => void;
  /** Positions that acts go to; absent where tokens can't be brushed. */
  brushed?: Brush | undefined;
  onBrush?: ((positions: number[]) => void) | undefined;
  /** A token begins to be dragged away. */
  onCarry?: ((index: number) => void) | undefined;
  trailing?: ReactNode;
  /** What this prompt is for: the tooltip of its name. */
  hint?: string | undefined;
}

/** A prompt as a row of tokens that can be pointed at, selected and walked with the arrow keys. */
export function TokenStrip(props: TokenStripProps) {
  const { name, tokens, selected, hovered, trailing, hint } = props;
  const label = useId();
  const list = useShown(selected, tokens.length);
  const stop = Math.min(selected ?? 0, tokens.length - 1);
  const brushed = useMemo(() => new Set(props.brushed), [props.brushed]);
  const events = useTokenEvents(props);
  return (
    <div className="tf-strip">
      <span className="tf-strip-name" id={label} title={hint === undefined ? name : `${name}: ${hint}`}>
        {name}
      </span>
      <div
        ref={list}
        className="tf-strip-tokens"
        role="listbox"
        aria-orientation="horizontal"
        aria-labelledby={label}
        data-carries={props.onCarry ? "" : undefined}
        tabIndex={-1}
        {...events}
      >
        {tokens.map((token, index) => (
          <StripToken
            // biome-ignore lint/suspicious/noArrayIndexKey: a token's identity is its position
            key={index}
            index={index}
            token={token}
            prob={props.prob?.[index]}
            plainProb={props.plainProb?.[index]}
            selected={index === selected}
            hovered={index === hovered}
            brushed={brushed.has(index)}
            stop={index === stop}
          />
        ))}
        {trailing !== undefined && <span className="tf-strip-trailing">{trailing}</span>}
      </div>
      <MoreTokens list={list} tokens={tokens} />
    </div>
  );
}

/** Scrolls a long prompt to its selected token; behind the last one stands what comes next. */
function useShown(selected: number | null, count: number): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const strip = list.current;
    if (!strip || selected === null) return;
    const show = () => {
      const token = strip.querySelector<HTMLElement>(`[data-index="${selected}"]`);
      if (selected === count - 1) strip.scrollTop = strip.scrollHeight;
      else if (token) revealed(strip, token);
    };
    show();
    // Another width breaks the lines elsewhere.
    const observer = new ResizeObserver(show);
    observer.observe(strip);
    return () => observer.disconnect();
  }, [selected, count]);
  return list;
}

/** Only the strip moves, never what it stands in. */
function revealed(strip: HTMLElement, token: HTMLElement): void {
  const [outer, inner] = [strip.getBoundingClientRect(), token.getBoundingClientRect()];
  if (inner.top < outer.top) strip.scrollTop += inner.top - outer.top - EDGE;
  if (inner.bottom > outer.bottom) strip.scrollTop += inner.bottom - outer.bottom + EDGE;
}

const EDGE = 6;
