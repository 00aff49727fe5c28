import { type RefObject, useLayoutEffect, useState } from "react";

/** How many tokens of a strip have been scrolled out of it at either end. */
export interface Unseen {
  readonly above: number;
  readonly below: number;
}

const NONE: Unseen = { above: 0, below: 0 };

/** Follows what a strip shows: its scrolling, its size and its tokens. */
export function useUnseen(list: RefObject<HTMLElement | null>, tokens: readonly unknown[]): Unseen {
  const [unseen, setUnseen] = useState(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other tokens take other room
  useLayoutEffect(() => {
    const strip = list.current;
    if (!strip) return;
    const look = () => setUnseen((before) => same(before, unseenIn(strip)));
    look();
    const observer = new ResizeObserver(look);
    observer.observe(strip);
    strip.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      strip.removeEventListener("scroll", look);
    };
  }, [list, tokens]);
  return unseen;
}

function same(before: Unseen, now: Unseen): Unseen {
  return before.above === now.above && before.below === now.below ? before : now;
}

function unseenIn(strip: HTMLElement): Unseen {
  if (strip.scrollHeight <= strip.clientHeight + 1) return NONE;
  const rows = [...strip.querySelectorAll<HTMLElement>("[data-index]")].map((token) => ({
    top: token.offsetTop - strip.offsetTop,
    height: token.offsetHeight,
  }));
  return outside(rows, strip.scrollTop, strip.clientHeight);
}

/** Tokens that lie outside of what is shown by half of their height or more. */
export function outside(
  rows: readonly { readonly top: number; readonly height: number }[],
  scrolled: number,
  shown: number,
): Unseen {
  const middles = rows.map(({ top, height }) => top + height / 2);
  return {
    above: middles.filter((middle) => middle < scrolled).length,
    below: middles.filter((middle) => middle > scrolled + shown).length,
  };
}
