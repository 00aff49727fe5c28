import type { Laboratory } from "../app/laboratory";
import { targetIndex } from "../model/targets";

/** Selects all members of a group, alone or beside what is selected already. */
export function selectGroup({ lab, page, set }: Laboratory, name: string, additive = false): void {
  const { state } = lab.getState();
  const group = state?.groups.find((each) => each.name === name);
  if (!state?.model || !group) return;
  const members = group.targets.flatMap(targetIndex(state.model.structure));
  const before = additive ? page.getState().selection : [];
  set({ selection: [...new Set([...before, ...members])] });
}
