// An experiment that somebody else starts, such as a cell, comes into sight, unless that would take something away.
import type { ExperimentSummary } from "@trafolab/viz";
import type { StoreApi } from "zustand/vanilla";
import type { LabState } from "../store/lab";
import type { PageState } from "../store/page";
import { isUnderWay } from "./statusWords";

type Page = Pick<PageState, "experiment" | "beside" | "chosenAt">;
type Listed = readonly ExperimentSummary[];

/** After a choice of a person's, so long nothing else takes its place, in milliseconds. */
export const CALM_MS = 10_000;

/** The newest of those that were started between two states; null where there is none, where the one that is looked at
 * is under way or compared, and shortly after it was chosen. */
export function newcomer(before: Listed, after: Listed, page: Page, now: number): string | null {
  const shown = before.find(({ id }) => id === page.experiment) ?? before.at(-1);
  if (page.beside !== null || now - page.chosenAt < CALM_MS || (shown && isUnderWay(shown.status)))
    return null;
  const known = new Set(before.map(({ id }) => id));
  const last = before.at(-1)?.created_at;
  // Those of an earlier kernel come back too; they have ended, and are older.
  const fresh = ({ id, status, created_at }: ExperimentSummary) =>
    !known.has(id) && (isUnderWay(status) || (last !== undefined && created_at > last));
  return after.findLast(fresh)?.id ?? null;
}

/** Shows newcomers as long as the page lives. */
export function follow(lab: StoreApi<LabState>, page: StoreApi<PageState>): void {
  lab.subscribe(({ state }, { state: former }) => {
    if (!state || !former || state.experiments.length <= former.experiments.length) return;
    const id = newcomer(former.experiments, state.experiments, page.getState(), Date.now());
    if (id !== null) page.setState({ experiment: id });
  });
}
