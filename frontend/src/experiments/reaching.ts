// Whether a circuit leads from the embedding to the logits at all. Pure.
import type { Structure } from "@trafolab/viz";
import { targetIndex } from "../model/targets";
import { type CircuitEdge, circuitOf } from "./circuit";

const EMBEDDING = "resid_pre.0";
const LOGITS = "logits";

/** Whether some of the edges lie one behind the other from the embedding to the logits. Where none do, nothing of the
 * prompt comes through them. */
export function reaches(edges: readonly CircuitEdge[], structure: Structure): boolean {
  const componentsOf = targetIndex(structure);
  const reached = new Set([EMBEDDING]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const { sender, receiver } of edges)
      if (reached.has(sender))
        for (const each of receiver === LOGITS ? [LOGITS] : componentsOf(receiver)) reached.add(each);
  }
  return reached.has(LOGITS);
}

/** With how many edges a circuit first does; null where not even all of them do. */
export function firstReaching(
  edges: readonly CircuitEdge[],
  most: number,
  structure: Structure,
): number | null {
  if (!reaches(circuitOf(edges, most), structure)) return null;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(circuitOf(edges, middle), structure)) high = middle;
    else low = middle;
  }
  return high;
}
