import { useMemo } from "react";
import type { Asked } from "../../acts/offers/entry";
import { press } from "../../acts/press";
import type { Way } from "../../acts/records";
import { useLaboratory } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import { placeOf } from "../../app/placeOf";
import type { Action } from "../../code/codeFor";

/** What the entries of a menu do. */
export interface EntryActs {
  way(way: Way): void;
  action(action: Action): void;
  ask(asked: Asked): void;
  copy(code: string): void;
}

/** The acts of a menu on these components. */
export function useEntryActs(components: readonly string[]): EntryActs {
  const laboratory = useLaboratory();
  return useMemo(() => entryActs(laboratory, components), [laboratory, components]);
}

function entryActs(laboratory: Laboratory, components: readonly string[]): EntryActs {
  const { acts, report } = laboratory;
  return {
    way: (way) => void acts.toggle(way, components),
    action: (action) => void acts.attempt(action),
    ask: (asked) => ASKS[asked](laboratory, components),
    copy: (code) => void navigator.clipboard.writeText(code).catch(report),
  };
}

const ASKS: Readonly<Record<Asked, (laboratory: Laboratory, components: readonly string[]) => void>> = {
  direction: ({ set }) => set({ dialog: "direction" }),
  reference: ({ set }) => set({ dialog: "reference" }),
  counterfactual: ({ set }) => set({ editing: "" }),
  factor(laboratory, components) {
    const info = laboratory.lab.getState().state?.operations.find(({ op }) => op === "scale");
    if (info) press(laboratory, info, components, placeOf(components.at(-1)));
  },
};
