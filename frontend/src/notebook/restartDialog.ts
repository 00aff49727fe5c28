// When a kernel dies, Jupyter asks for an “Ok” in the middle of the notebook. The page says the same in its own
// banner, so the question only stands in the way.
const TITLE = "Kernel Restarting";
const LOOKS = 20;
const LOOK_MS = 250;

/** Answers the question if it comes within the next seconds. */
export async function answerRestart(frame: HTMLIFrameElement): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const button = acceptButton(frame);
    if (button) return button.click();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function acceptButton(frame: HTMLIFrameElement): HTMLElement | null {
  const dialogs = frame.contentDocument?.querySelectorAll(".jp-Dialog") ?? [];
  const asking = [...dialogs].find(
    (dialog) => dialog.querySelector(".jp-Dialog-header")?.textContent === TITLE,
  );
  return asking?.querySelector<HTMLElement>(".jp-mod-accept") ?? null;
}
