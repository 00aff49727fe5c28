/** Gives the focus to what a selector finds, after whatever is closing now has given it back, and without
 * scrolling there. */
export function focusSoon(selector: string): void {
  const focus = () => document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  requestAnimationFrame(() => requestAnimationFrame(focus));
}
