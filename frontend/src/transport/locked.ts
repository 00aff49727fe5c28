/** Whether the server answers but refuses this browser: it was started anew, and its new link is needed. */
export async function isLocked(): Promise<boolean> {
  try {
    const { status } = await fetch("/", { cache: "no-store" });
    return status === 401;
  } catch {
    // No answer at all: the server is away, which is not the same.
    return false;
  }
}
