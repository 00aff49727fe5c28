import type { Theme } from "../store/page";

/** The theme that the system asks for. */
export function systemTheme(): Theme {
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
