/** As low as the pane is, the cells stay this large, in CSS pixels: it scrolls before they shrink further. */
const CELL = 12;
const LABELS = 70;

/** How a square map of so many cells a side stands in its pane. */
export function legible(size: number): { readonly minWidth: string } {
  return { minWidth: `min(100%, ${size * CELL + LABELS}px)` };
}
