// Which interventions do already what a key or an entry of a menu would do.

import { kindOf } from "../model/components";
import { interventionsOn } from "../model/marks";
import { USUAL_PART } from "../model/parts";
import { type Aim, actsAt, positionsOf } from "./aim";
import type { Intervention, Operation, State, Way } from "./records";

/** The interventions on a component at exactly the positions that an act would go to now. */
export function heldThere(state: State, aim: Aim, component: string): Intervention[] {
  const wanted = positionsOf(state, aim);
  return interventionsOn(state, component).filter((found) => actsAt(found, wanted));
}

/** Whether an operation holds all of the components there, in whichever of its ways. What is kept is kept at all
 * positions. */
export function heldBy(state: State, aim: Aim, components: readonly string[], op: string): boolean {
  const found = (component: string) =>
    op === "keep" ? interventionsOn(state, component) : heldThere(state, aim, component);
  return (
    components.length > 0 &&
    components.every((component) => found(component).some(({ operation }) => operation.op === op))
  );
}

/** Those of them that do exactly this. */
export function holding(state: State, aim: Aim, component: string, way: Way): Intervention[] {
  return heldThere(state, aim, component).filter((found) => doesAlready(found, way, component, state));
}

/** Whether an intervention does to a component, wherever it acts, exactly this. */
export function doesAlready(found: Intervention, way: Way, component: string, state: State): boolean {
  return sameOperation(found.operation, way.operation, component, state) && sameSource(found, way, state);
}

/** A record says in full what an action may leave unsaid. */
function sameOperation(held: Operation, wanted: Operation, component: string, state: State): boolean {
  if (held.op === "freeze" && wanted.op === "freeze") {
    const kind = kindOf(state.model?.structure, component);
    return held.what === (wanted.what ?? (kind && USUAL_PART[kind]) ?? null);
  }
  if (held.op === "knockout" && wanted.op === "knockout")
    return JSON.stringify(held.src) === JSON.stringify(wanted.src);
  return JSON.stringify(untold(held)) === JSON.stringify(untold(wanted));
}

/** Without what stood at its keys when it was set. */
function untold(operation: Operation): Operation {
  return "tokens" in operation ? { ...operation, tokens: [] } : operation;
}

function sameSource({ source }: Intervention, way: Way, state: State): boolean {
  const named = way.source ?? null;
  const donor = way.donor ?? "plain";
  switch (source.kind) {
    case "none":
      return true;
    case "prompt":
      return source.prompt === (named ?? state.counterfactuals[0]?.name) && source.donor === donor;
    case "snapshot":
      return source.run.prompt === (named ?? "clean") && source.run.interventions === donor;
    case "constant":
      return source.reference === (named ?? "clean");
    default:
      return source satisfies never;
  }
}
