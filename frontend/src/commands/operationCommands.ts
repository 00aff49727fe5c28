import { positionsOf } from "../acts/aim";
import { entryOf, type Offered, offered, takenBy, unfit } from "../acts/offers/context";
import type { Entry, SubEntry, WayEntry } from "../acts/offers/entry";
import { operationsOn } from "../acts/offers/offers";
import { press } from "../acts/press";
import { released } from "../acts/toggle";
import type { Laboratory } from "../app/laboratory";
import { placeOf } from "../app/placeOf";
import { codeFor } from "../code/codeFor";
import { interventionsOn } from "../model/marks";
import { placesIn } from "../model/places";
import type { Command } from "./command";

/** A command for each operation and each of its ways that fits the selection, and those that let go again. */
export function operationCommands(laboratory: Laboratory): Command[] {
  const { state } = laboratory.lab.getState();
  const { selection } = laboratory.page.getState();
  const from = state && offered(state, laboratory.page.getState(), selection);
  if (!from) return [];
  const entries = operationsOn(from);
  return [
    ...keyed(laboratory, from),
    ...entries.flatMap((entry) =>
      ways(entry).map((way, place) => wayCommand(laboratory, from, entry, way, place)),
    ),
    menuCommand(laboratory, from),
    ...lettingGo(laboratory, from),
    ...wholeModel(laboratory, from),
  ];
}

/** What each operation's key does. */
function keyed(laboratory: Laboratory, from: Offered): Command[] {
  return from.state.operations
    .filter(({ key, targets }) => key !== "" && targets.length > 0)
    .map((info) => ({
      id: `op:${info.op}`,
      group: "Selection",
      label: `${info.label} ${unfit(from, info) === null ? on(from) : takenBy(info)}`,
      keys: [info.key],
      enabled: from.components.length > 0,
      run: () => press(laboratory, info, from.components, placeOf(from.components.at(-1))),
    }));
}

/** The ways of an operation but for the tokens of attention, of which there may be a thousand. */
function ways(entry: SubEntry): { path: string; way: WayEntry }[] {
  if (entry.id === "knockout") return [];
  const inside = (entries: readonly Entry[], path: string): { path: string; way: WayEntry }[] =>
    entries.flatMap((each) => {
      if (each.kind === "sub") return inside(each.entries, `${path} ${each.label},`);
      return each.kind === "way" && each.reason === null ? [{ path, way: each }] : [];
    });
  return inside(entry.entries, `${entry.label}:`);
}

function wayCommand(
  { acts }: Laboratory,
  from: Offered,
  { id }: SubEntry,
  { path, way }: { path: string; way: WayEntry },
  place: number,
): Command {
  const name = `${path} ${way.label}, ${on(from)}${id === "keep" ? "" : where(from)}`;
  return {
    id: `op:${id}:${place}`,
    group: "Selection",
    label: way.held ? `Let go: ${name}` : name,
    keys: [],
    enabled: from.components.length > 0,
    ...(way.code === null ? {} : { code: way.code }),
    run: () => void acts.toggle(way.way, from.components),
  };
}

function on({ components }: Offered): string {
  return components.length === 0 ? "the selection" : components.join(", ");
}

function where({ state, aim }: Offered): string {
  const positions = positionsOf(state, aim);
  return positions === "all" ? "" : ` at ${placesIn(state, positions)}`;
}

function menuCommand({ page, set }: Laboratory, { components }: Offered): Command {
  return {
    id: "menu",
    group: "Selection",
    label: "Show everything that can be done to the selection",
    keys: ["Shift F10", "ContextMenu"],
    enabled: components.length > 0,
    run: () => set({ menu: { ...placeOf(page.getState().selection.at(-1)), op: null } }),
  };
}

function lettingGo({ acts }: Laboratory, { state, components }: Offered): Command[] {
  const held = components.flatMap((component) => interventionsOn(state, component));
  const letGo = released(state, components, held);
  return [
    {
      id: "release:selection",
      group: "Selection",
      label: "Release everything on the selection",
      keys: ["0", "Backspace", "Delete"],
      enabled: held.length > 0,
      code: codeFor(letGo),
      run: () => void acts.make(letGo),
    },
    {
      id: "release:all",
      group: "Selection",
      label: "Release all interventions",
      keys: [],
      enabled: state.interventions.length > 0,
      code: "lab.clear()",
      run: () => void acts.make({ kind: "clear" }),
    },
  ];
}

/** Operations that need no selection. */
function wholeModel({ acts }: Laboratory, from: Offered): Command[] {
  return from.state.operations
    .filter(({ targets }) => targets.length === 0)
    .flatMap(({ op, label, hint, choices }) =>
      choices.map((choice, place) => {
        const { code, held } = entryOf(from, choice);
        const name = `${label} (${hint.replace(/\.$/, "").toLowerCase()})`;
        return {
          id: `op:${op}:${place}`,
          group: "Whole model" as const,
          label: held ? `Let go: ${name}` : name,
          keys: [],
          enabled: true,
          ...(code === null ? {} : { code }),
          run: () => void acts.toggle(choice, []),
        };
      }),
    );
}
