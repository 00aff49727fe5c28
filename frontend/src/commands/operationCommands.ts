import type { OperationChoice, OperationInfo, State } from "../acts/records";
import { holding, released, toggled } from "../acts/toggle";
import type { Laboratory } from "../app/laboratory";
import { codeFor } from "../code/codeFor";
import { interventionsOn } from "../model/marks";
import type { PageState } from "../store/page";
import type { Command } from "./command";

/** A command for each way of each operation that the kernel offers, and those that let go again. */
export function operationCommands({ lab, page, acts }: Laboratory): Command[] {
  const { state } = lab.getState();
  if (!state) return [];
  const { selection } = page.getState();
  const held = selection.flatMap((component) => interventionsOn(state, component));
  const letGo = released(state, selection, held);
  return [
    ...state.operations.flatMap((info) =>
      info.choices.map((choice, place) => ({
        id: `op:${info.op}:${place}`,
        group: "Selection" as const,
        label: labelOf(state, page.getState(), info, choice),
        keys: place === 0 ? [info.key] : [],
        enabled: selection.length > 0,
        ...codeOf(state, page.getState(), choice),
        run: () => void acts.toggle(choice, selection),
      })),
    ),
    {
      id: "release:selection",
      group: "Selection",
      label: "Release everything on the selection",
      keys: ["0", "Backspace", "Delete"],
      enabled: held.length > 0,
      code: codeFor(letGo, []),
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

function labelOf(state: State, page: PageState, info: OperationInfo, choice: OperationChoice): string {
  const { selection } = page;
  const name = info.choices.length > 1 ? `${info.label} ${choice.label} of` : info.label;
  const released =
    selection.length > 0 &&
    selection.every((component) => holding(state, page, component, choice.operation).length > 0);
  const on = selection.length === 0 ? "the selection" : selection.join(", ");
  return released ? `Let go: ${name.toLowerCase()} ${on}` : `${name} ${on}`;
}

function codeOf(state: State, page: PageState, choice: OperationChoice): { code?: string } {
  const action = toggled(state, page, choice, page.selection);
  return action ? { code: codeFor(action, state.operations) } : {};
}
