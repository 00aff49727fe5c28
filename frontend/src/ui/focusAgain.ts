/** Gives the focus back to where it was, without scrolling there. */
export function focusAgain(element: Element | null): void {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}
