// The single pairs behind a cell that is their mean. Pure.
import type { Experiment, PairReading, State } from "@trafolab/viz";

/** What one pair gave. */
export interface PairGave extends PairReading {
  /** Its place in the set. */
  readonly index: number;
  /** The metric under the cell's change. */
  readonly value: number;
  readonly effect: number;
}

/** Where a cell stands along each axis, by its place in the matrix. */
export function placeOf({ axes }: Pick<Experiment, "axes">, index: number): number[] {
  let rest = index;
  const places = [...axes].reverse().map(({ labels }) => {
    const place = rest % labels.length;
    rest = Math.floor(rest / labels.length);
    return place;
  });
  return places.reverse();
}

/** What each pair that has the cell gave, the largest effect first. */
export function gaveOf(pairs: readonly PairReading[], values: ArrayLike<number>): PairGave[] {
  return pairs
    .flatMap((pair, index): PairGave[] => {
      const value = values[index] ?? Number.NaN;
      const effect = value - (pair.baseline ?? Number.NaN);
      return Number.isNaN(effect) ? [] : [{ ...pair, index, value, effect }];
    })
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

/** The set that an experiment went over, while its pairs are still the same; null otherwise. */
export function setOf({ pairs }: Pick<State, "pairs">, { spec, info }: Experiment): string | null {
  const over = "over" in spec ? spec.over : null;
  const known = pairs.find(({ name }) => name === over);
  return known && info && known.tensor === info.pairs ? known.name : null;
}
