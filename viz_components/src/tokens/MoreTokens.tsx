import type { MouseEvent, RefObject } from "react";
import { useUnseen } from "./useUnseen";

interface MoreTokensProps {
  readonly list: RefObject<HTMLElement | null>;
  readonly tokens: readonly unknown[];
}

/** How many tokens a strip has beyond either edge; a click scrolls there. Keys walk the tokens themselves. */
export function MoreTokens({ list, tokens }: MoreTokensProps) {
  const { above, below } = useUnseen(list, tokens);
  if (above + below === 0) return null;
  const scroll = (pages: number) => (event: MouseEvent) => {
    event.stopPropagation();
    const strip = list.current;
    strip?.scrollBy({ top: pages * strip.clientHeight });
  };
  return (
    <span className="tf-strip-more" aria-hidden="true">
      <More count={above} sign="↑" onClick={scroll(-PAGE)} />
      <More count={below} sign="↓" onClick={scroll(PAGE)} />
    </span>
  );
}

const PAGE = 0.75;

function More(props: { count: number; sign: string; onClick: (event: MouseEvent) => void }) {
  const { count, sign, onClick } = props;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-none={count === 0 ? "" : undefined}
      title={`${count} more tokens ${sign === "↑" ? "above" : "below"}: scroll`}
      onClick={onClick}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {sign} {count} more
    </button>
  );
}
