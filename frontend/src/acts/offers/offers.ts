// Everything that can be done to a selection, and to the whole model.
import { codeFor } from "../../code/codeFor";
import { interventionsOn } from "../../model/marks";
import type { Aim } from "../aim";
import type { OperationInfo, State } from "../records";
import { released } from "../toggle";
import { choicesOf } from "./choices";
import { entryOf, type Offered, offered, unfit } from "./context";
import { type Entry, type SubEntry, sub } from "./entry";

/** The menu of a selection; with `op` of that operation alone. */
export function offersFor(state: State, aim: Aim, selection: readonly string[], op: string | null): Entry[] {
  const from = offered(state, aim, selection);
  if (!from) return [];
  if (op !== null)
    return state.operations.filter((info) => info.op === op).flatMap((info) => choicesOf(from, info));
  const groups = [onComponents(from), wholeModel(from), lettingGo(from)].filter(({ length }) => length > 0);
  return groups.flatMap((group, i) =>
    i === 0 ? group : [{ kind: "divider", label: `${i}` } as const, ...group],
  );
}

/** Where nothing fits, one line instead of the same reason for each. */
function onComponents(from: Offered): Entry[] {
  const entries = operationsOn(from);
  if (entries.length === 0 || entries.some(({ reason }) => reason === null)) return entries;
  return [{ kind: "heading", label: `Nothing can be done to ${from.components.join(", ")}.` }];
}

/** One entry with its ways for each operation on components. */
export function operationsOn(from: Offered): SubEntry[] {
  if (from.components.length === 0) return [];
  return from.state.operations
    .filter(({ targets }) => targets.length > 0)
    .map((info) => operationEntry(from, info));
}

export function operationEntry(from: Offered, info: OperationInfo): SubEntry {
  const { op, label, glyph, key, hint } = info;
  const reason = unfit(from, info);
  const entries = reason === null ? choicesOf(from, info) : [];
  return sub(label, entries, { id: op, glyph, keys: key || null, hint, reason });
}

function wholeModel(from: Offered): Entry[] {
  return from.state.operations
    .filter(({ targets, choices }) => targets.length === 0 && choices.length > 0)
    .flatMap(({ label, choices }) =>
      choices.map((choice) => entryOf(from, { ...choice, label: `${label}: ${choice.label}` })),
    );
}

function lettingGo({ state, components }: Offered): Entry[] {
  const held = [...new Set(components.flatMap((name) => interventionsOn(state, name)))];
  const release = released(state, components, held);
  const clear = { kind: "clear" } as const;
  return [
    ...(held.length > 0
      ? ([
          { kind: "act", label: "Release", action: release, code: codeFor(release) },
          { kind: "copy", label: "Copy code", code: held.map(({ code }) => code).join("\n") },
        ] as const)
      : []),
    ...(state.interventions.length > 0
      ? ([{ kind: "act", label: "Release all interventions", action: clear, code: codeFor(clear) }] as const)
      : []),
  ];
}
