import type { CircuitToken } from "../../protocol/gen";
import type { Tensor } from "../../tensor";
import { visibleText } from "../../tokens/visibleText";
import { TokenBars } from "./TokenBars";
import { TokenGrid } from "./TokenGrid";

interface OverPromptProps {
  readonly entries: Tensor | undefined;
  readonly data: {
    readonly tokens: readonly string[];
    readonly size: number;
    readonly stride: number;
    readonly position: number | null;
    readonly top: readonly CircuitToken[];
    readonly bottom: readonly CircuitToken[];
  };
  readonly value: string;
  readonly label: string;
  /** What a row says of its token: `·Alex raises`. */
  readonly says: readonly [top: string, bottom: string];
}

/** The prompt's tokens against each other, and the whole row of the one that is read. */
export function OverPrompt({ entries, data, value, label, says }: OverPromptProps) {
  const { tokens, size, stride, position, top, bottom } = data;
  if (size === 0 || position === null)
    return <p className="tf-view-note">There is no prompt: look at the whole vocabulary.</p>;
  const token = `${visibleText(tokens[position] ?? "", 16)} (${position})`;
  const reach = [...top, ...bottom].reduce((most, each) => Math.max(most, Math.abs(each.value)), 0) || 1;
  return (
    <div className="tf-circuit">
      <TokenGrid {...{ entries, tokens, stride, value, label }} />
      <div className="tf-circuit-ends">
        <TokenBars title={`${token} ${says[0]}`} bars={top} reach={reach} />
        <TokenBars title={`${token} ${says[1]}`} bars={bottom} reach={reach} />
      </div>
    </div>
  );
}
