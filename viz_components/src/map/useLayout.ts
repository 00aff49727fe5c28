import { useMemo } from "react";
import type { Structure } from "../protocol/gen";
import { layoutMap } from "./layout/layoutMap";
import type { MapLayout } from "./layout/types";
import { componentName } from "./names";

/** A model's layout, and what each of its components is called. */
export interface NamedLayout {
  layout: MapLayout;
  names: ReadonlyMap<string, string>;
}

/**
 * Lays a structure out once. Each state brings an equal structure as a new object: compared by content, it
 * leaves the layout and so the hundreds of elements over it as they are.
 */
export function useLayout(structure: Structure): NamedLayout {
  const content = useMemo(() => JSON.stringify(structure), [structure]);
  return useMemo(() => {
    const model: Structure = JSON.parse(content);
    const layout = layoutMap(model);
    return { layout, names: new Map(layout.boxes.map((box) => [box.component, componentName(box, model)])) };
  }, [content]);
}
