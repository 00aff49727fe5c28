// Of many numbers the ones that a bar is drawn for.

/** Places of the largest magnitudes, at most so many, in the order in which they stand; what is no number is left out. */
export function largestOf(values: Float32Array, most: number): number[] {
  const all = Array.from(values.keys()).filter((at) => !Number.isNaN(values[at] ?? Number.NaN));
  const sized = [...all].sort((a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0));
  const kept = new Set(sized.slice(0, most));
  return all.filter((at) => kept.has(at));
}

/** What all others come to. */
export function restOf(values: Float32Array, shown: readonly number[]): number {
  const kept = new Set(shown);
  return values.reduce((sum, value, at) => (kept.has(at) || Number.isNaN(value) ? sum : sum + value), 0);
}
