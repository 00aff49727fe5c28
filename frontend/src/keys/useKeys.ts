import { useEffect } from "react";
import { useLaboratory } from "../app/context";
import type { Laboratory } from "../app/laboratory";
import type { Command } from "../commands/command";
import { commandsOf } from "../commands/commands";
import { keyName } from "./keyName";

/** Calls the command whose key is pressed, wherever on the page the focus is, except while typing. */
export function useKeys(): void {
  const laboratory = useLaboratory();
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => handleKey(laboratory, event);
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [laboratory]);
}

/** Handles one key press of the page, or of the notebook's frame for the keys that hold there too. */
export function handleKey(laboratory: Laboratory, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = keyName(event);
  if (isBusy(event.target) && name !== "Mod K") return;
  if (!isFree(event.target, name)) return;
  const meant = commandsOf(laboratory).filter(({ keys }) => keys.includes(name));
  if (!meant.some(({ enabled, group }) => enabled || dependsOnActs(group))) return;
  event.preventDefault();
  if (meant.some(({ group }) => dependsOnActs(group))) laboratory.acts.inTurn(() => call(laboratory, name));
  else call(laboratory, name);
}

function call(laboratory: Laboratory, name: string): void {
  commandsOf(laboratory)
    .find(({ keys, enabled }) => enabled && keys.includes(name))
    ?.run();
}

/** Whether commands of this group do one thing or another by what is held at the moment. */
function dependsOnActs(group: Command["group"]): boolean {
  return group === "Selection" || group === "History";
}

/** Somebody is typing, or a dialog or menu has the keys. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]') !==
    null
  );
}

/** Enter, arrows and their like belong to the control that has the focus, unless that is a tile of the map. */
function isFree(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof Element) || target.closest("[data-component]")) return true;
  const own = target.closest(
    'button, a, summary, [role="tab"], [role="option"], [role="separator"], [role="grid"]',
  );
  return own === null || !/^(Shift )?(Enter|Arrow\w+|Backspace|Delete)$/.test(name);
}
