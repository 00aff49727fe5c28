// What stands in the lens's cells, and their colours.
import { useMemo } from "react";
import { domainOf } from "../../heatmap/cells";
import { numbers, type Tensor } from "../../tensor";
import { useHeld } from "../../useHeld";
import type { ViewProps } from "../view";

export type LensProps = ViewProps<"logit_lens">;
type By = LensProps["params"]["by"];

export const BY = { prob: "probability", logit: "logit", rank: "rank" };

/** NaN where there is none. */
export function valueAt(tensor: Tensor | undefined, at: number): number {
  return (tensor && numbers(tensor)[at]) ?? Number.NaN;
}

/** What tokens are called, by their ids. */
export function useWords(data: LensProps["data"]): ReadonlyMap<number, string> {
  return useMemo(() => new Map(data.words.map(({ id, text }) => [id, text])), [data.words]);
}

/** Texts and colours, the last layer on top. */
export function useLensCells({ data, tensors, params }: LensProps) {
  const { by } = params;
  const words = useWords(data);
  const { values: shown, ...cells } = useMemo(() => {
    const [rows, cols] = [data.streams.length, data.tokens.length];
    const flip = <T>(of: (index: number) => T): T[] =>
      Array.from({ length: rows * cols }, (_, i) =>
        of((rows - 1 - Math.floor(i / cols)) * cols + (i % cols)),
      );
    const k = tensors.ids?.shape[2] ?? 1;
    const read = (name: string) => Float32Array.from(flip((index) => valueAt(tensors[name], index)));
    const [values, others] = [read(by), data.minus === null ? null : read(`${by}_minus`)];
    const shown = others ? values.map((value, i) => changed(by, value, others[i] ?? Number.NaN)) : values;
    return {
      rowLabels: data.streams.toReversed(),
      texts: flip((index) => words.get(tensors.ids?.data[index * k] ?? -1) ?? ""),
      values: shown,
    };
  }, [data.streams, data.tokens, data.minus, tensors, by, words]);
  const { scale, ends, share } = data.minus === null ? LOOKS[by] : SIGNED;
  const what = JSON.stringify([by, params.of, data.minus, data.tokens]);
  const domain = useHeld(ends(shown, data.d_vocab), what);
  const shares = useMemo(() => shown.map((value) => share(value, domain)), [shown, share, domain]);
  return { ...cells, shares, scale, domain };
}

type Ends = readonly [number, number];

interface Looks {
  readonly scale: "sequential" | "diverging";
  /** What stands at the legend's ends. */
  readonly ends: (values: Float32Array, vocab: number) => Ends;
  readonly share: (value: number, ends: Ends) => number;
}

/** What is more in one run than in the other. Ranks by their logarithm, a nearer one above zero. */
function changed(by: By, value: number, other: number): number {
  return by === "rank" ? Math.log10(other / value) : value - other;
}

/** Around zero, to the largest in size. */
const SIGNED: Looks = {
  scale: "diverging",
  ends: (values) => domainOf(values, "diverging"),
  share: (value, [, high]) => value / high,
};

/** What the colours are, in words. */
export function unitOf({ data, params }: LensProps): string {
  if (data.minus === null) return BY[params.by];
  const unit = params.by === "rank" ? "rank, in factors of ten" : BY[params.by];
  return `${unit}, minus ${data.minus}`;
}

const LOOKS: Record<By, Looks> = {
  prob: { scale: "sequential", ends: () => [0, 1], share: (value) => value },
  logit: SIGNED,
  // By its logarithm: from 1 to 10 is as far as from 10 to 100.
  rank: {
    scale: "sequential",
    ends: (_, vocab) => [vocab, 1],
    share: (value, [worst]) => 1 - Math.log(value) / Math.log(Math.max(2, worst)),
  },
};
