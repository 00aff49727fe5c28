import { useMemo } from "react";
import { tokensRead } from "../../heatmap/names";
import type { Tensor } from "../../tensor";
import { useLink } from "../link";
import { SquareMap, tokenNames } from "../SquareMap";

interface TokenGridProps {
  /** `[token, token]`, of every so many. */
  readonly entries: Tensor | undefined;
  readonly tokens: readonly string[];
  readonly stride: number;
  /** What the numbers are, with their unit. */
  readonly value: string;
  readonly label: string;
}

/** What each token of the prompt is to each other one, in numbers on both sides of zero. */
export function TokenGrid({ entries, tokens, stride, value, label }: TokenGridProps) {
  const { read, whole } = useLink();
  const labels = useMemo(() => tokenNames(tokens, stride), [tokens, stride]);
  const names = tokensRead(read, stride);
  return (
    <SquareMap
      values={entries}
      labels={labels}
      value={value}
      places={{ stride, count: tokens.length, of: "tokens" }}
      rowNames={names}
      colNames={names}
      maxCell={whole ? 64 : 30}
      label={label}
    />
  );
}
