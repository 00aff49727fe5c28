import type { MapColouring } from "./props";

/** Numbers of components as the map's colours: of one sign from zero up, of both either way from it. NaN stands for none.
 * `least`: where their scale ends at least. */
export function colouringBy(
  components: readonly string[],
  values: ArrayLike<number>,
  label: string,
  least?: number,
): MapColouring {
  const pairs = components.map((name, i) => [name, values[i] ?? Number.NaN] as const);
  const there = pairs.filter(([, value]) => !Number.isNaN(value));
  const scale = there.every(([, value]) => value >= 0) ? "sequential" : "diverging";
  return { values: Object.fromEntries(there), label, scale, least };
}
