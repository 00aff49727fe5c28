import { isDrawn } from "@trafolab/viz";
import { selectGroup } from "../acts/selectGroup";
import type { Laboratory } from "../app/laboratory";
import { codeFor } from "../code/codeFor";
import { ownChoices, PAINT, viewChoices } from "../model/colours";
import { isOn, NO_FILTER } from "../model/fading";
import { lineChoices } from "../model/lines";
import { toggleFilter } from "../panels/map/filterStrip";
import { counted } from "../ui/numbers";
import type { Command } from "./command";

/** What the map shows and what of it: its colours, what steps back, groups. */
export function mapCommands(laboratory: Laboratory): Command[] {
  return [...colours(laboratory), ...lines(laboratory), ...groups(laboratory), ...filters(laboratory)];
}

function colours({ lab, acts, set }: Laboratory): Command[] {
  const { paint, detectors = [] } = lab.getState().state ?? {};
  const off = { kind: "set_paint", values: null, label: "my numbers", stored: null } as const;
  const own = paint ? [{ painted: PAINT, label: paint.label }] : [];
  return [
    command("colours:patterns", "Colour the map by attention patterns", () => set({ painted: null })),
    ...[...own, ...ownChoices(detectors, null), ...viewChoices()].map(({ painted, label }) =>
      command(`colours:${painted}`, `Colour the map by ${label}`, () => set({ painted })),
    ),
    {
      ...command("colours:off", "Take your numbers off the map", () => void acts.make(off), Boolean(paint)),
      code: codeFor(off),
    },
  ];
}

function lines({ page, set }: Laboratory): Command[] {
  const { lines: drawn } = page.getState();
  return [
    ...lineChoices().map(({ drawn: lines, label }) =>
      command(`lines:${label}`, `Draw ${label} on the map`, () => set({ lines }), !isDrawn(drawn, lines)),
    ),
    command("lines:off", "Take the lines off the map", () => set({ lines: null }), drawn !== null),
  ];
}

function groups(laboratory: Laboratory): Command[] {
  const { lab, page, set } = laboratory;
  const shown = page.getState().groupsShown;
  const list = command("groups", "Groups: name the selection, list them", () => set({ groupsShown: !shown }));
  return [
    { ...list, keys: ["G"] },
    ...(lab.getState().state?.groups ?? []).map(({ name }) =>
      command(`group:${name}`, `Select the group ${name}`, () => selectGroup(laboratory, name)),
    ),
  ];
}

function filters(laboratory: Laboratory): Command[] {
  const { page, set } = laboratory;
  const { filter, filterShown, remaining } = page.getState();
  const count = remaining?.length ?? 0;
  return [
    {
      ...command("filter", filterShown ? "Put the map's filter away" : "Filter the map", () =>
        toggleFilter(laboratory),
      ),
      keys: ["Shift F"],
    },
    command(
      "filter:select",
      `Select what remains on the map${count > 0 ? `, ${counted(count, "component")}` : ""}`,
      () => set({ selection: remaining ?? [] }),
      count > 0,
    ),
    command("filter:off", "Show everything on the map again", () => set({ filter: NO_FILTER }), isOn(filter)),
  ];
}

function command(id: string, label: string, run: () => void, enabled = true): Command {
  return { id, group: "View", label, keys: [], enabled, run };
}
