// Out of the page into an experiment: starting one, and showing it.
import type { PairSet } from "@trafolab/viz";
import type { StoreApi } from "zustand/vanilla";
import type { Acts } from "../acts/acts";
import type { Problem } from "../acts/records";
import { NOT_READY } from "../acts/refusals";
import type { LabState } from "../store/lab";
import type { PageState, PaneName, Sizes } from "../store/page";
import { hindrance } from "./hindrance";
import { overSet } from "./measuredSet";
import type { Preset } from "./presets";
import { type Draft, EDGES, edgesDraft, FIRST_DRAFT, specOf, starting } from "./starting";

interface Needs {
  readonly lab: StoreApi<LabState>;
  readonly page: StoreApi<PageState>;
  readonly acts: Acts;
  set(change: Partial<PageState>): void;
  setHidden(pane: PaneName, hidden: boolean): void;
}

/** Brings the experiments into sight, with room for a picture. */
export function showExperiments({ page, set, setHidden }: Omit<Needs, "lab" | "acts">): void {
  setHidden("drawer", false);
  const { maximised, sizes } = page.getState();
  set({
    drawerTab: "experiments",
    compare: null,
    maximised: maximised === "drawer" ? maximised : null,
    sizes: withRoom(sizes),
  });
}

/** What a picture needs, in CSS pixels, and the shares of the panes' height that the drawer may have for it. */
const ROOM = 380;
const SHARES = [38, 50] as const;

/** The sizes with no less room for the drawer than a picture needs. */
function withRoom(sizes: Sizes): Sizes {
  const panes = document.querySelector("main")?.clientHeight ?? 1000;
  const [least, most] = SHARES;
  const wanted = Math.min(most, Math.max(least, (100 * ROOM) / Math.max(1, panes)));
  const bottom = sizes.rows?.bottom ?? 0;
  return bottom >= wanted ? sizes : { ...sizes, rows: { top: 100 - wanted, bottom: wanted } };
}

/** Starts what a draft says and shows it; resolves to the problem that stopped it. */
export async function start(needs: Needs, draft: Draft): Promise<Problem | null> {
  const { lab, acts, set } = needs;
  const { state } = lab.getState();
  if (!state) return acts.refuse(NOT_READY);
  set({ draft });
  showExperiments(needs);
  // The starter says it, with the way out.
  const problem = hindrance(state, draft);
  if (problem) return problem;
  const action = starting(specOf(draft, state.sweeps));
  const refused = await acts.make(action);
  const drawn = draft.what === EDGES ? { painted: action.id, lines: null } : {};
  if (!refused) set({ experiment: action.id, beside: null, ...drawn });
  return refused;
}

/** The draft of a preset: between the prompts that were chosen last, or over the set that is measured. */
export function presetDraft(
  { what, byPosition }: Pick<Preset, "what" | "byPosition">,
  last: Draft,
  over: PairSet | null,
): Draft {
  if (what === EDGES) return overSet({ ...edgesDraft(last), over: null }, over);
  const { source, direction, put } = last;
  const between = put === "prompt" ? { source, direction } : {};
  return overSet({ ...FIRST_DRAFT, ...between, what, byPosition }, over);
}
