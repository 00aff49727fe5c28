import type { Laboratory } from "../app/laboratory";

/** Selects a component: alone, or beside what is selected already, and away again where it is among that. */
export function select({ page, set }: Laboratory, name: string, additive = false): void {
  const { selection, gather } = page.getState();
  set({ selection: additive || gather ? gathered(selection, name) : [name] });
}

function gathered(before: readonly string[], name: string): string[] {
  return before.includes(name) ? before.filter((other) => other !== name) : [...before, name];
}
