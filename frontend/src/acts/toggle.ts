// Pressing an operation's key on what it already holds there lets go of it; held at other positions is another record.
import type { Action } from "../code/codeFor";
import { interventionsOn } from "../model/marks";
import type { PageState } from "../store/page";
import type { Intervention, Operation, OperationChoice, State } from "./records";

/** Where an act goes, as the page has it. */
type Aim = Pick<PageState, "actOn" | "position">;

/** The action that a press of `choice` means for these components; null where there are none. */
export function toggled(
  state: State,
  aim: Aim,
  { operation }: OperationChoice,
  components: readonly string[],
): Action | null {
  if (components.length === 0) return null;
  const held = components.map((component) => holding(state, aim, component, operation));
  if (held.every((found) => found.length > 0)) {
    return released(state, components, held.flat());
  }
  const targets = components.filter((_, i) => held[i]?.length === 0);
  return {
    kind: "intervene",
    targets,
    operation,
    source: null,
    donor: null,
    positions: positionsOf(state, aim),
  };
}

/** By name where nothing else is on these components, which reads better; by id otherwise, also where they are
 * touched under another name, as heads are by their key-value group. */
export function released(state: State, components: readonly string[], held: readonly Intervention[]): Action {
  const alone = components.every((component) =>
    interventionsOn(state, component).every(
      (found) => held.includes(found) && found.targets.includes(component),
    ),
  );
  if (alone) return { kind: "release", ids: [], targets: [...components] };
  return { kind: "release", ids: [...new Set(held.map(({ id }) => id))], targets: [] };
}

/** The positions that an act goes to: all, or the selected token. */
export function positionsOf(state: State, { actOn, position }: Aim): "all" | number[] {
  const last = (state.clean?.tokens.length ?? 0) - 1;
  if (actOn === "all" || last < 0) return "all";
  return [Math.min(position ?? last, last)];
}

/** The interventions on a component at exactly the positions that an act would go to now. */
export function heldThere(state: State, aim: Aim, component: string): Intervention[] {
  const wanted = JSON.stringify(positionsOf(state, aim));
  return interventionsOn(state, component).filter(({ positions }) => {
    const places = positions === "all" ? positions : positions.map(({ index }) => index);
    return JSON.stringify(places) === wanted;
  });
}

/** Those of them that carry out exactly this operation. */
export function holding(state: State, aim: Aim, component: string, operation: Operation): Intervention[] {
  const wanted = JSON.stringify(operation);
  return heldThere(state, aim, component).filter((found) => JSON.stringify(found.operation) === wanted);
}
