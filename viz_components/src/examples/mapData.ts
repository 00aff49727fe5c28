import type { MapMlps, MapPatterns } from "../map/props";
import type { Structure } from "../protocol/gen";
import { patternOf } from "./prompt";

/** Miniatures for every head of a structure. */
export function patternsOf({ layers }: Structure, size = 12): MapPatterns {
  const heads = layers.flatMap(({ index, attention }) =>
    Array.from({ length: attention?.n_heads ?? 0 }, (_, head) => `L${index}H${head}`),
  );
  const data = new Uint8Array(heads.length * size * size);
  heads.forEach((_, head) => {
    data.set(
      patternOf(head * 5 + (head >> 3), size).map((value) => Math.round(value * 255)),
      head * size * size,
    );
  });
  return { size, heads, data };
}

/** Neuron activity for every MLP of a structure. */
export function mlpsOf({ layers }: Structure, bins = 62): MapMlps {
  const components = layers.flatMap(({ mlp }) => (mlp ? [mlp.component] : []));
  const data = Uint8Array.from(
    { length: components.length * bins },
    (_, index) => 255 * Math.abs(Math.sin(index * 12.9 + Math.floor(index / bins))) ** 5,
  );
  return { components, bins, data, peak: components.map(() => 3.2) };
}
