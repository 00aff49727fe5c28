// What is the same and what is not in two states. Pure.

/** A part of a state, and whether the other state lacks it. */
export interface Marked {
  readonly text: string;
  readonly differs: boolean;
}

/** The tokens of one prompt, marked where the other has another one. */
export function markedTokens(tokens: readonly string[], other: readonly string[]): Marked[] {
  if (tokens.length === other.length) return tokens.map((text, i) => ({ text, differs: text !== other[i] }));
  const before = shared(tokens, other);
  const after = shared(tokens.slice(before).reverse(), other.slice(before).reverse());
  return tokens.map((text, i) => ({ text, differs: i >= before && i < tokens.length - after }));
}

/** How many tokens at the beginning are the same. */
function shared(tokens: readonly string[], other: readonly string[]): number {
  const first = tokens.findIndex((text, i) => text !== other[i]);
  return first < 0 ? tokens.length : first;
}

/** Lines of code, marked where the other state has no such line. */
export function markedLines(lines: readonly string[], other: readonly string[]): Marked[] {
  return lines.map((text) => ({ text, differs: !other.includes(text) }));
}

/** Predictions by how much they change, largest first; those that change alike stay in their order. */
export function byChange<T extends { readonly prob_a: number; readonly prob_b: number }>(
  rows: readonly T[],
): T[] {
  const change = ({ prob_a, prob_b }: T) => Math.abs(prob_a - prob_b);
  return rows.toSorted((one, other) => change(other) - change(one));
}

/** `a − b`, cell by cell. */
export function difference(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value - (b[i] ?? Number.NaN));
}

/** The largest magnitude; 0 where there is none. */
export function largestOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
}

/** A difference of attention that the full colour stands for at least: what is left of rounding must not look
 * like an effect. */
export const FAINT = 0.02;

/** What computing the same twice may differ by. */
export const ROUNDING = 1e-4;
