/** Focuses what opens as a whole: the tip or the ring of its first button would be in the way of reading it. */
export function focusWhole(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}
