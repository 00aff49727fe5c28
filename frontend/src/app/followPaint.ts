// A person's own numbers come onto the map of every tab as they are set, and leave it with them.
import type { StoreApi } from "zustand/vanilla";
import { PAINT } from "../model/colours";
import type { LabState } from "../store/lab";
import type { PageState } from "../store/page";

/** Keeps the map's colours in step with the paint of the state, as long as the page lives. */
export function followPaint(lab: StoreApi<LabState>, page: StoreApi<PageState>): void {
  lab.subscribe(({ state, welcome }, { state: former }) => {
    if (!state || state.paint === former?.paint) return;
    const { painted } = page.getState();
    if (state.paint === null) {
      if (painted === PAINT) page.setState({ painted: null });
    } else if (isNews(state.paint.code, former, welcome?.layout ?? null)) page.setState({ painted: PAINT });
  });
}

/** What a page finds as it opens is on its map where it was before, or where it never was open. */
function isNews(code: string, former: LabState["state"], layout: Record<string, unknown> | null): boolean {
  return former ? code !== former.paint?.code : layout === null;
}
