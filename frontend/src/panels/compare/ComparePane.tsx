import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useLaboratory, usePage } from "../../app/context";
import type { Pair } from "../../store/page";
import { Empty } from "../../ui/Empty";
import { focusAgain } from "../../ui/focusAgain";
import { CompareHead } from "./CompareHead";
import { HeadsCompared } from "./HeadsCompared";
import { StatesCompared } from "./StatesCompared";
import { useCompared } from "./useCompared";

/** Two states side by side, over the panes; nothing while none are compared. */
export function ComparePane() {
  const pair = usePage((page) => page.compare);
  return pair && <Pane pair={pair} />;
}

function Pane({ pair }: { pair: Pair }) {
  const { set } = useLaboratory();
  const [head, setHead] = useState<string | null>(null);
  const { compared, failure } = useCompared(pair, head);
  const pane = useFocusWhileOpen();
  const leave = (event: KeyboardEvent) => {
    // Selects keep the page's own keys off, and this one has to work in them too.
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    set({ compare: null });
  };
  return (
    <section
      ref={pane}
      className="pane compare"
      data-pane="compare"
      tabIndex={-1}
      aria-label={`Comparison of ${pair.a} with ${pair.b}`}
      onKeyDown={leave}
    >
      <CompareHead pair={pair} />
      {failure !== null && <p className="note-warn compare-note">{failure}</p>}
      {compared ? (
        <div className="compare-body" data-late={compared.late ? "" : undefined}>
          <StatesCompared data={compared.data} />
          <HeadsCompared compared={compared} onSelect={setHead} />
        </div>
      ) : (
        failure === null && <Empty title="Running both states…" />
      )}
    </section>
  );
}

/** Takes the focus as it opens and gives it back to where it came from, unless something else has it by then. */
function useFocusWhileOpen() {
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    pane.current?.focus({ preventScroll: true });
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) focusAgain(before);
      });
    };
  }, []);
  return pane;
}
