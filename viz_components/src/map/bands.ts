import type { MapLayout } from "./layout/types";
import type { MapColouring } from "./props";

/** Of each layer's numbers the one of the largest magnitude, by the name of its attention or MLP. */
export function bandsOf(layout: MapLayout, colouring: MapColouring | null): ReadonlyMap<string, number> {
  const bands = new Map<string, number>();
  for (const { component, kind, layer } of layout.boxes) {
    const value = colouring?.values[component];
    if (value === undefined || Number.isNaN(value) || layer === null) continue;
    const band = kind === "head" || kind === "attn" ? `attn.${layer}` : kind === "mlp" ? component : null;
    if (band !== null && Math.abs(value) >= Math.abs(bands.get(band) ?? 0)) bands.set(band, value);
  }
  return bands;
}
