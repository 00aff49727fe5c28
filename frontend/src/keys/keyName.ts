// One spelling for key combinations: `Mod Shift Z`, `ArrowLeft`, `?`.

/** The name of the combination that was pressed. `Mod` is Ctrl, or ⌘ on a Mac. */
export function keyName(
  event: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">,
): string {
  const { key } = event;
  const letter = /^\p{L}$/u.test(key);
  const parts = [
    event.ctrlKey || event.metaKey ? "Mod" : "",
    event.altKey ? "Alt" : "",
    // The shift of `?` is in the character already.
    event.shiftKey && (letter || key.length > 1) ? "Shift" : "",
    letter ? key.toUpperCase() : key,
  ];
  return parts.filter(Boolean).join(" ");
}

const SHOWN: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Backspace: "⌫",
  Escape: "Esc",
  ContextMenu: "Menu",
};

/** The combination as a person reads it. */
export function shownKey(name: string): string {
  const mac = navigator.platform.startsWith("Mac");
  return name
    .split(" ")
    .map((part) => (part === "Mod" ? (mac ? "⌘" : "Ctrl") : (SHOWN[part] ?? part)))
    .join(" ");
}
