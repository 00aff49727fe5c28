import { useEffect, useMemo, useRef, useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import type { Component } from "../../model/components";
import { Empty } from "../../ui/Empty";
import { type CircuitsVis, loadCircuitsVis } from "./circuitsVis";
import { type LayerAttention, useLayerAttention } from "./useLayerAttention";

/** CircuitsVis's own attention heads for the layer, from the bundle that the server has. */
export function CircuitsVisTab({ head }: { head: Component }) {
  const bundle = useBundle();
  const layer = useLayerAttention(head.layer ?? 0);
  if (!bundle) return <Empty title="Loading CircuitsVis…" />;
  if (!layer) return <Empty title="Waiting for the layer's patterns…" />;
  return <Rendered bundle={bundle} layer={layer} head={head.head ?? 0} />;
}

function useBundle(): CircuitsVis | null {
  const { report } = useLaboratory();
  const url = useLab((lab) => lab.welcome?.circuitsvis_url ?? "");
  const [bundle, setBundle] = useState<CircuitsVis | null>(null);
  useEffect(() => {
    let gone = false;
    loadCircuitsVis(url)
      .then((loaded) => gone || setBundle(() => loaded))
      .catch(report);
    return () => {
      gone = true;
    };
  }, [url, report]);
  return bundle;
}

interface RenderedProps {
  readonly bundle: CircuitsVis;
  readonly layer: LayerAttention;
  readonly head: number;
}

function Rendered({ bundle, layer, head }: RenderedProps) {
  const host = useRef<HTMLDivElement>(null);
  const props = useMemo(
    () => ({
      attention: firstly(layer.patterns, head),
      tokens: layer.tokens,
      attentionHeadNames: firstly(layer.names, head),
      maskUpperTri: true,
    }),
    [layer, head],
  );
  useEffect(() => {
    // The bundle makes a new root at every call, so that each needs an element of its own.
    const element = document.createElement("div");
    element.id = `circuitsvis-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    host.current?.replaceChildren(element);
    bundle.render(element.id, bundle.AttentionHeads, props);
  }, [bundle, props]);
  return <div className="circuitsvis" ref={host} />;
}

/** CircuitsVis opens with the first head and can't be told another: the inspected one goes first. */
function firstly<T>(items: readonly T[], index: number): T[] {
  const item = items[index];
  return item === undefined ? [...items] : [item, ...items.filter((_, i) => i !== index)];
}
