import { numbers } from "@trafolab/viz";
import { useEffect, useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { useLab, useLaboratory, usePage } from "../../app/context";
import type { ShownView } from "../../store/lab";
import { watchKey } from "../../transport/watches";

export interface LayerAttention {
  readonly names: string[];
  readonly tokens: string[];
  /** `[head][query][key]`, as CircuitsVis takes it. */
  readonly patterns: number[][][];
}

/** Its bundle draws every cell as an element: longer prompts are shown pooled. */
const LARGEST = 64;

/** The patterns of all heads of a layer, watched while mounted; null until all have come. */
export function useLayerAttention(layer: number): LayerAttention | null {
  const { watches } = useLaboratory();
  const hideBos = usePage((page) => page.hideBos);
  const count = useLab((lab) => lab.state?.model?.structure.layers[layer]?.attention?.n_heads ?? 0);
  const asked = useMemo(
    () =>
      Array.from({ length: count }, (_, head) => ({
        head: `L${layer}H${head}`,
        run: "live",
        hide_bos: hideBos,
        max_size: LARGEST,
      })),
    [layer, count, hideBos],
  );
  useEffect(() => {
    const drops = asked.map((params) => watches.add("attention", params));
    return () => {
      for (const drop of drops) drop();
    };
  }, [watches, asked]);
  const views = useLab(useShallow((lab) => asked.map((params) => lab.views[watchKey("attention", params)])));
  return useMemo(() => collected(views), [views]);
}

function collected(views: readonly (ShownView | undefined)[]): LayerAttention | null {
  const names: string[] = [];
  const patterns: number[][][] = [];
  let tokens: string[] = [];
  for (const view of views) {
    const tensor = view?.tensors.pattern;
    if (!view || !tensor) return null;
    const { head, tokens: read, stride } = view.frame.data;
    names.push(String(head));
    patterns.push(rows(numbers(tensor), tensor.shape[0] ?? 0));
    if (Array.isArray(read)) tokens = read.map(String).filter((_, i) => i % Number(stride) === 0);
  }
  return names.length > 0 ? { names, tokens, patterns } : null;
}

function rows(values: Float32Array, size: number): number[][] {
  return Array.from({ length: size }, (_, row) => Array.from(values.subarray(row * size, (row + 1) * size)));
}
