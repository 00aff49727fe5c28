// Whether a notebook is dark: each says so in its own way, and all of them paint.
import { useSyncExternalStore } from "react";
import { around, paintBehind } from "../export/svgOf";
import type { Theme } from "../theme/useTheme";

/** The theme of what lies around an element. A paint counts for more than a word: VS Code lays white behind widgets in
 * its dark themes too. */
export function themeAround(element: Element): Theme {
  const { jpThemeLight } = document.body.dataset;
  if (jpThemeLight !== undefined) return jpThemeLight === "false" ? "dark" : "light";
  const paint = paintBehind(around(element));
  const dark = paint === null ? isSaidToBeDark() : isDark(paint);
  return dark ? "dark" : "light";
}

/** A notebook may paint in any notation of CSS; a canvas knows all of them. */
function isDark(paint: string): boolean {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return false;
  pen.fillStyle = paint;
  pen.fillRect(0, 0, 1, 1);
  const [red = 255, green = 255, blue = 255] = pen.getImageData(0, 0, 1, 1).data;
  return (red * 299 + green * 587 + blue * 114) / 1000 < DARK;
}

const DARK = 110;

/** Colab's word and VS Code's, for pages that paint nothing. */
function isSaidToBeDark(): boolean {
  return (
    document.documentElement.getAttribute("theme") === "dark" ||
    ["vscode-dark", "vscode-high-contrast"].includes(document.body.dataset.vscodeThemeKind ?? "")
  );
}

/** The same, followed while the notebook's changes. */
export function useSurroundings(element: Element): Theme {
  return useSyncExternalStore(followChanges, () => themeAround(element));
}

/** Notebooks tell of their theme by attributes of the root or of the body. */
function followChanges(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  for (const watched of [document.documentElement, document.body])
    observer.observe(watched, { attributes: true });
  // A cell's output may be put into the page after it was made.
  const soon = requestAnimationFrame(changed);
  return () => {
    cancelAnimationFrame(soon);
    observer.disconnect();
  };
}
