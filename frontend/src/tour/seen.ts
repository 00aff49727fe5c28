// A browser that has had the tour, or did not want it, is not asked again by another laboratory.

const KEY = "trafolab.toured";

export function wasSeen(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    // Storage can be forbidden; the layout remembers too.
    return false;
  }
}

export function noteSeen(): void {
  try {
    localStorage.setItem(KEY, "yes");
  } catch {
    return;
  }
}
