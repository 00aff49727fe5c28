// An intervention changed where it stands: the same targets, with another operation, source or other positions.
import { indicesOf } from "./aim";
import type { Intervene, Intervention, Operation } from "./records";

export interface Change {
  /** What becomes of the operation: of changes that meet, each has its say. */
  readonly operation?: (old: Operation) => Operation;
  readonly source?: string | null;
  readonly donor?: Intervene["donor"];
  readonly positions?: "all" | readonly number[];
}

/** The act that puts the changed intervention in the place of the old one. */
export function edited(old: Intervention, change: Change, gesture: string | null = null): Intervene {
  const positions = change.positions ?? indicesOf(old);
  return {
    kind: "intervene",
    targets: old.targets,
    operation: change.operation?.(old.operation) ?? old.operation,
    source: change.source !== undefined ? change.source : sourceOf(old),
    donor: change.donor !== undefined ? change.donor : donorOf(old),
    positions: positions === "all" || positions.length === 0 ? "all" : [...positions],
    stored: heldBy(old),
    replaces: old.id,
    gesture,
  };
}

/** Two changes as one. */
export function both(first: Change, then: Change): Change {
  const made = [first.operation, then.operation].filter((each) => each !== undefined);
  return {
    ...first,
    ...then,
    ...(made.length > 0 && { operation: (old) => made.reduce((operation, make) => make(operation), old) }),
  };
}

/** Where its values come from, by name; null where that goes without saying. */
export function sourceOf({ source }: Intervention): string | null {
  switch (source.kind) {
    case "none":
      return null;
    case "prompt":
      return source.prompt;
    case "snapshot":
      return source.run.prompt === "clean" ? null : source.run.prompt;
    case "constant":
      return source.reference === "clean" ? null : source.reference;
    default:
      return source satisfies never;
  }
}

function donorOf({ source }: Intervention): Intervene["donor"] {
  if (source.kind === "prompt") return source.donor === "live" ? "live" : null;
  return source.kind === "snapshot" && source.run.interventions === "live" ? "live" : null;
}

/** What is frozen stays as it was taken, also where it acts elsewhere now. */
function heldBy({ source }: Intervention): string[] | null {
  return source.kind === "snapshot" ? source.parts.map(({ tensor }) => tensor) : null;
}

/** The ids with one of them at another place. */
export function moved(ids: readonly string[], id: string, to: number): string[] {
  const others = ids.filter((other) => other !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}
