// Jupyter takes the focus when it opens and when a cell is made. A person who is at the map, or types, keeps it.

/** Runs `act` and gives the focus back as often as it runs off into the frame meanwhile, to where it was last. */
export async function keepingFocus(frame: HTMLIFrameElement, act: () => Promise<void>): Promise<void> {
  if (document.activeElement === frame) return act();
  const guard = guarding(frame);
  try {
    await act();
  } finally {
    // Jupyter moves the focus in the frame that follows.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    guard.end();
  }
}

function guarding(frame: HTMLIFrameElement): { end: () => void } {
  let last = document.activeElement;
  const look = () => {
    if (document.activeElement === frame) giveBack(frame, last);
    else last = document.activeElement;
  };
  const over = new AbortController();
  const later = () => over.signal.aborted || look();
  // The focus is still on its way while these are heard; it has arrived when who moves it is done.
  const soon = () => {
    queueMicrotask(later);
    setTimeout(later);
  };
  for (const kind of ["focusin", "focusout", "blur"])
    window.addEventListener(kind, soon, { signal: over.signal });
  return {
    end() {
      look();
      over.abort();
    },
  };
}

function giveBack(frame: HTMLIFrameElement, to: Element | null): void {
  frame.blur();
  window.focus();
  if (to instanceof HTMLElement && to !== document.body) to.focus({ preventScroll: true });
}
