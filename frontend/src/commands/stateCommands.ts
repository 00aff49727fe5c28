import { PUT_ALL_BACK } from "../acts/puttingBack";
import type { Laboratory } from "../app/laboratory";
import { codeFor } from "../code/codeFor";
import { usualPair } from "../model/namedStates";
import { SAVE_FIELD } from "../panels/drawer/SaveState";
import { focusSoon } from "../ui/focusSoon";
import type { Command, Group } from "./command";

/** What has a name: saved states, their comparison, sets and directions; and weights put back. */
export function stateCommands(laboratory: Laboratory): Command[] {
  const { lab, acts, set } = laboratory;
  const { state } = lab.getState();
  const saved = state?.saved ?? [];
  return [
    command("compare", "View", "Compare two states", ["C"], Boolean(state?.clean), () =>
      toggleComparison(laboratory),
    ),
    command("state:save", "History", "Save this state as …", ["Shift S"], Boolean(state?.clean), () =>
      openSaving(laboratory),
    ),
    ...saved.map(({ name }) => {
      const action = { kind: "load_state", name } as const;
      const go = () => void acts.make(action);
      return {
        ...command(`state:load:${name}`, "History", `Go to state ${name}`, [], true, go),
        code: codeFor(action),
      };
    }),
    command("reference:new", "Model", "New reference set …", [], state?.model != null, () =>
      set({ dialog: "reference" }),
    ),
    command("pairs:new", "Experiments", "New pairs of prompts …", [], state?.model != null, () =>
      set({ dialog: "pairs" }),
    ),
    command("direction:new", "Model", "New direction …", [], state?.model != null, () =>
      set({ dialog: "direction" }),
    ),
    {
      ...command(
        "weights:back",
        "Model",
        "Put all changed weights back",
        [],
        changed(laboratory),
        () => void acts.make(PUT_ALL_BACK),
      ),
      code: codeFor(PUT_ALL_BACK),
    },
  ];
}

/** Sets two states side by side, or takes the comparison away. */
export function toggleComparison({ lab, page, set }: Laboratory): void {
  const { state } = lab.getState();
  set({ compare: page.getState().compare || !state ? null : usualPair(state) });
}

function changed({ lab }: Laboratory): boolean {
  return (lab.getState().state?.findings.weights.length ?? 0) > 0;
}

/** Shows the list of states and gives its field the focus. */
function openSaving({ page, set, setHidden }: Laboratory): void {
  setHidden("drawer", false);
  const { maximised } = page.getState();
  set({ drawerTab: "states", compare: null, maximised: maximised === "drawer" ? maximised : null });
  // The tab is drawn first, and a comparison that closes gives the focus back.
  focusSoon(`#${SAVE_FIELD}`);
}

function command(
  id: string,
  group: Group,
  label: string,
  keys: readonly string[],
  enabled: boolean,
  run: () => void,
): Command {
  return { id, group, label, keys, enabled, run };
}
