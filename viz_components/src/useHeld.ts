import { useRef } from "react";

type Ends = readonly [low: number, high: number];

/**
 * The ends of a scale, wide enough for all that was shown of one thing: live and plain, before and after an ablation.
 * A scale that followed what is shown now would paint small numbers as dark as it painted large ones. `of` says what
 * the thing is; another one begins anew.
 */
export function useHeld([low, high]: Ends, of: string): Ends {
  const held = useRef<{ of: string; ends: Ends } | null>(null);
  const before = held.current?.of === of ? held.current.ends : ([low, high] as const);
  const [least, most] = [Math.min(low, before[0]), Math.max(high, before[1])];
  if (held.current?.of !== of || least !== before[0] || most !== before[1])
    held.current = { of, ends: [least, most] };
  return held.current.ends;
}
