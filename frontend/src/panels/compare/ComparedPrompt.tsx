import { TokenText } from "@trafolab/viz";
import { useLayoutEffect, useRef, useState } from "react";
import { markedTokens } from "./differences";

interface ComparedPromptProps {
  readonly prompt: readonly string[];
  readonly other: readonly string[];
}

/** A state's prompt with the tokens marked that the other has not; a long one is cut until all of it is asked for. */
export function ComparedPrompt({ prompt, other }: ComparedPromptProps) {
  const [whole, setWhole] = useState(false);
  const { ref, cut } = useCut();
  return (
    <>
      <p ref={ref} className="compare-prompt mono" data-whole={whole ? "" : undefined}>
        {markedTokens(prompt, other).map(({ text, differs }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token's identity is its position
          <span key={i} data-differs={differs ? "" : undefined}>
            <TokenText text={text} />
          </span>
        ))}
      </p>
      {(cut || whole) && (
        <button type="button" className="chip" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? "show less" : `… show all ${prompt.length} tokens`}
        </button>
      )}
    </>
  );
}

/** Whether an element has more lines than it shows. */
function useCut() {
  const ref = useRef<HTMLParagraphElement>(null);
  const [cut, setCut] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const look = () => setCut(element.scrollHeight > element.clientHeight + 1);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  });
  return { ref, cut };
}
