// What a cell forgets is told as what a click forgets is, with the way back.
import type { HistoryEntry } from "@trafolab/viz";
import type { StoreApi } from "zustand/vanilla";
import type { LabState } from "../store/lab";
import type { PageState } from "../store/page";

/** Has the page tell what code forgot, as long as the page lives; what it finds as it opens is no news. */
export function followForgetting(lab: StoreApi<LabState>, page: StoreApi<PageState>): void {
  lab.subscribe(({ state }, { state: former }) => {
    if (!state || !former || state.history === former.history) return;
    const last = state.history.filter(({ undone, origin }) => !undone && origin !== "mark").at(-1);
    if (last?.kind !== "forget" || last.origin !== "code" || isKnown(former.history, last)) return;
    page.setState({ forgotten: { name: last.label.replace(/^forget /, ""), revision: last.revision } });
  });
}

/** Done again is no news either. */
function isKnown(history: readonly HistoryEntry[], { revision }: HistoryEntry): boolean {
  return history.some((entry) => entry.revision === revision);
}
