// Walking over the model with the arrow keys, when the map itself has no focus.
import type { Structure } from "@trafolab/viz";
import { components } from "./components";

export type Direction = "left" | "right" | "up" | "down";

/** The component next to `from`; heads sideways, layers up and down. Without `from`, the first head. */
export function neighbour(
  structure: Structure,
  from: string | undefined,
  direction: Direction,
): string | undefined {
  const all = components(structure).filter(({ kind }) => kind === "head" || kind === "mlp");
  const here = all.find(({ name }) => name === from);
  if (!here) return all[0]?.name;
  if (direction === "left" || direction === "right")
    return sideways(all, here, direction === "right" ? 1 : -1);
  return upward(all, here, direction === "up" ? 1 : -1);
}

type Place = ReturnType<typeof components>[number];

function sideways(all: readonly Place[], here: Place, step: number): string {
  const row = all.filter(({ kind, layer }) => kind === here.kind && layer === here.layer);
  return row[row.indexOf(here) + step]?.name ?? here.name;
}

function upward(all: readonly Place[], here: Place, step: number): string {
  const rows = [...new Set(all.map(rowOf))];
  const row = rows[rows.indexOf(rowOf(here)) + step];
  const candidates = all.filter((place) => rowOf(place) === row);
  return (candidates.find(({ head }) => head === here.head) ?? candidates.at(0))?.name ?? here.name;
}

function rowOf({ kind, layer }: Place): string {
  return `${layer} ${kind}`;
}
