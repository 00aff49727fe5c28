// Jupyter takes the focus when it opens and when a cell is made. A person who is at the map keeps it.

/** Runs `act` and gives the focus back if it ran off into the frame meanwhile. */
export async function keepingFocus(frame: HTMLIFrameElement, act: () => Promise<void>): Promise<void> {
  const before = document.activeElement;
  if (before === frame) return act();
  try {
    await act();
  } finally {
    // Jupyter moves the focus in the frame that follows.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (document.activeElement === frame) giveBack(frame, before);
  }
}

function giveBack(frame: HTMLIFrameElement, to: Element | null): void {
  frame.blur();
  window.focus();
  if (to instanceof HTMLElement && to !== document.body) to.focus({ preventScroll: true });
}
