import type { Structure } from "../protocol/gen";
import { layoutMap } from "./layout/layoutMap";
import type { BoxKind } from "./layout/types";
import { componentName } from "./names";

/** A component of the map, for searching and for describing. */
export interface ListedComponent {
  component: string;
  /** "Head 6 of layer 1" */
  name: string;
  kind: BoxKind;
  layer: number | null;
}

/** Every component that the map of this model has, bottom to top. */
export function listComponents(structure: Structure): ListedComponent[] {
  return layoutMap(structure).boxes.map((box) => ({
    component: box.component,
    name: componentName(box, structure),
    kind: box.kind,
    layer: box.layer,
  }));
}
