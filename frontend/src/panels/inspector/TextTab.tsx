import { TokenOverlay } from "@trafolab/viz";
import { useMemo, useState } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { useReadPosition } from "../../app/useReadPosition";
import { Empty } from "../../ui/Empty";
import { overlayWeights } from "./overlayWeights";
import { type Attention, useAttention } from "./useAttention";

type Direction = "from" | "to";

/** A head's attention over the prompt's own text, from or to one token. */
export function TextTab({ head }: { head: string }) {
  const { attention, failure } = useAttention(head);
  if (failure !== null) return <p className="note-warn">{failure}</p>;
  if (!attention) return <Empty title="Waiting for the pattern…" />;
  return <Overlay attention={attention} />;
}

function Overlay({ attention }: { attention: Attention }) {
  const { set } = useLaboratory();
  const [direction, setDirection] = useState<Direction>("from");
  const tokens = useLab((lab) => lab.state?.clean?.tokens ?? NONE);
  const hovered = usePage((page) => page.hoveredCell?.query ?? null);
  const { index } = useReadPosition();
  const focus = hovered ?? index;
  const weights = useMemo(
    () => overlayWeights(attention, tokens.length, focus, direction),
    [attention, tokens.length, focus, direction],
  );
  return (
    <div className="overlay">
      <div className="segments">
        <button type="button" aria-pressed={direction === "from"} onClick={() => setDirection("from")}>
          where it looks
        </button>
        <button type="button" aria-pressed={direction === "to"} onClick={() => setDirection("to")}>
          what looks at it
        </button>
      </div>
      <TokenOverlay
        tokens={tokens}
        weights={weights}
        focus={focus}
        hovered={hovered}
        onHover={(at) => set({ hoveredCell: at === null ? null : { query: at, key: null } })}
        direction={direction}
      />
      <small className="dim">Point at a token here or in the prompt to read from there.</small>
    </div>
  );
}

const NONE: never[] = [];
