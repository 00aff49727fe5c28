// Pressing an operation's key on what it already holds there lets go of it; held at other positions is another record.
import type { Action } from "../code/codeFor";
import { interventionsOn } from "../model/marks";
import { type Aim, positionsOf } from "./aim";
import { doesAlready, holding } from "./holding";
import type { Intervene, Intervention, State, Way } from "./records";
import { sameSet } from "./sameSet";

/** The action that a press means for these components; null where there are none to act on. */
export function toggled(state: State, aim: Aim, way: Way, components: readonly string[]): Action | null {
  const { op } = way.operation;
  if (op === "linearise") return wholeModel(state, way);
  if (components.length === 0) return null;
  if (op === "keep") return keeping(state, way, components);
  const held = components.map((component) => holding(state, aim, component, way));
  if (held.every((found) => found.length > 0)) return released(state, components, held.flat());
  const targets = components.filter((_, i) => held[i]?.length === 0);
  return { ...intervening(way, targets), positions: positionsOf(state, aim) };
}

function intervening({ operation, source = null, donor = null }: Way, targets: readonly string[]): Intervene {
  return {
    kind: "intervene",
    targets: [...targets],
    operation,
    source,
    donor,
    positions: "all",
    stored: null,
    replaces: null,
    gesture: null,
  };
}

function wholeModel(state: State, way: Way): Action {
  const held = state.interventions.filter(({ operation }) => operation.op === way.operation.op);
  return held.length > 0 ? byId(held) : intervening(way, []);
}

/** What is kept is kept together, and a second set beside it would ablate the first: the new one takes its place. */
function keeping(state: State, way: Way, components: readonly string[]): Action {
  const kept = state.interventions.filter(({ operation }) => operation.op === "keep");
  const same = kept.filter(
    (found) =>
      sameSet(found.targets, components) &&
      components.every((component) => doesAlready(found, way, component, state)),
  );
  if (same.length > 0) return byId(same);
  return { ...intervening(way, components), replaces: kept[0]?.id ?? null };
}

/** By name where nothing else is on these components, which reads better; by id otherwise, also where they are
 * touched under another name, as heads are by their key-value group. */
export function released(state: State, components: readonly string[], held: readonly Intervention[]): Action {
  const alone = components.every((component) =>
    interventionsOn(state, component).every(
      (found) => held.includes(found) && found.targets.includes(component),
    ),
  );
  return alone ? { kind: "release", ids: [], targets: [...components] } : byId(held);
}

function byId(held: readonly Intervention[]): Action {
  return { kind: "release", ids: [...new Set(held.map(({ id }) => id))], targets: [] };
}
