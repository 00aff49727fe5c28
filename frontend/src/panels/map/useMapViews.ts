import type { LensReading, MapMlps, MapPatterns } from "@trafolab/viz";
import { useMemo } from "react";
import { useLab, usePage } from "../../app/context";
import { useReadPosition } from "../../app/useReadPosition";
import { type Seen, useView } from "../../app/useView";

export interface MapViews {
  readonly patterns: MapPatterns | undefined;
  readonly mlps: MapMlps | undefined;
  readonly lens: readonly LensReading[] | undefined;
  /** Of the prompt, for patterns whose cells are tokens. */
  readonly tokens: readonly string[];
}

/** What the map shows of the newest run, watched while the map is on screen. */
export function useMapViews(): MapViews {
  const hideBos = usePage((page) => page.hideBos);
  const { asked } = useReadPosition();
  const clean = useLab(({ state }) => state?.clean?.tokens);
  const patterns = useView("patterns", { size: 32, hide_bos: hideBos });
  const mlps = useView("mlps", { bins: 62, position: asked });
  const lens = useView("lens", { position: asked });
  return {
    patterns: useMemo(() => patternsOf(patterns), [patterns]),
    mlps: useMemo(() => mlpsOf(mlps), [mlps]),
    lens: lens?.data.rows,
    tokens: useMemo(() => (clean ?? []).map(({ text }) => text), [clean]),
  };
}

function patternsOf(seen: Seen<"patterns"> | null): MapPatterns | undefined {
  const tensor = seen?.tensors.patterns;
  if (!seen || tensor?.dtype !== "uint8") return undefined;
  return { size: seen.data.size, heads: seen.data.heads, data: tensor.data };
}

function mlpsOf(seen: Seen<"mlps"> | null): MapMlps | undefined {
  const tensor = seen?.tensors.activity;
  if (!seen || tensor?.dtype !== "uint8") return undefined;
  const { components, peak } = seen.data;
  return { components, bins: tensor.shape[1] ?? 0, data: tensor.data, peak };
}
