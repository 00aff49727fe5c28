import type { Aim } from "@trafolab/viz";
import { useMemo } from "react";
import { usePage } from "../../app/context";
import { useReadPosition } from "../../app/useReadPosition";
import type { Component } from "../../model/components";

/** Where a person stands: on a component, or on none of them. */
export function useAim(component: Component | null): Aim {
  const hideBos = usePage((page) => page.hideBos);
  const { asked: position } = useReadPosition();
  const [name, layer] = [component?.name ?? "", component?.layer ?? 0];
  return useMemo(() => ({ component: name, layer, position, hideBos }), [name, layer, position, hideBos]);
}
