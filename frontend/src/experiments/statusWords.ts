// Where an experiment stands, in words.
import type { Experiment, ExperimentInfo, ExperimentSummary } from "@trafolab/viz";
import { counted, grouped } from "../ui/numbers";

type Status = Experiment["status"];

/** What is not said of an experiment that is done goes without saying. */
export const STATUS_WORDS: Record<Status, string> = {
  queued: "waiting",
  running: "running",
  paused: "paused",
  done: "",
  stopped: "stopped",
  failed: "failed",
};

/** Whether it will find more cells by itself, or when it goes on. */
export function isUnderWay(status: Status): boolean {
  return status === "queued" || status === "running" || status === "paused";
}

/** What stands in the place of a picture while there are no cells; `next`: nothing else is before it. */
export function beforeCells(status: Status, next: boolean): string {
  if (status === "queued") return next ? "Beginning…" : "Waiting for its turn…";
  if (status === "paused") return "Paused before its first cells.";
  if (status === "stopped") return "Stopped before its first cells.";
  return status === "failed" ? "It failed before its first cells." : "Running both prompts…";
}

/** Whether no other experiment is to come before this one. */
export function isNext(experiments: readonly ExperimentSummary[], id: string): boolean {
  return experiments.find(({ status }) => isUnderWay(status))?.id === id;
}

/** How many cells it has, in the list; of one that ended early how many of them it found. */
export function cellsSaid({ status, n_cells, n_done, experiment }: ExperimentSummary): string {
  if (n_cells === 0) return "";
  const noun = experiment === "edges" ? "edge" : "cell";
  const early = status === "stopped" || status === "failed";
  return early ? `${grouped(n_done ?? 0)} of ${counted(n_cells, noun)}` : counted(n_cells, noun);
}

/** The time of day, with the date where it was another day or where all is wanted. */
export function startedAt(created: string, whole = false, now = new Date()): string {
  const at = new Date(created);
  const time = at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  if (!whole && at.toDateString() === now.toDateString()) return time;
  return `${at.toLocaleDateString(undefined, { day: "numeric", month: "short" })} ${time}`;
}

/** How far one is that estimates each pair of a set before it patches; null once it has, and of all others. */
export function estimatedSaid(info: ExperimentInfo | null): string | null {
  const { n_estimated: n, n_pairs: all } = info ?? { n_estimated: null, n_pairs: null };
  return n === null || all === null || n >= all ? null : `estimates over ${n} of ${counted(all, "pair")}`;
}

/** How long it will take still: `0.1 s left`, `12 s left`, `3 min left`. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 10) return `${seconds.toFixed(1)} s left`;
  return seconds < 90 ? `${Math.round(seconds)} s left` : `${Math.round(seconds / 60)} min left`;
}
