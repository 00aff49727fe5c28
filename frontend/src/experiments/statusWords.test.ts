import type { ExperimentSummary } from "@trafolab/viz";
import { expect, test } from "vitest";
import { experiment } from "../testing/experiments";
import { beforeCells, cellsSaid, estimatedSaid, isNext } from "./statusWords";

const summary = (id: string, status: ExperimentSummary["status"]): ExperimentSummary => ({
  id,
  name: id,
  experiment: "sweep",
  status,
  created_at: "2026-11-21T10:00:00+00:00",
  n_cells: 1200,
  elsewhere: null,
  found_by: null,
  n_done: 310,
});

test("without cells it is said why there are none", () => {
  expect(beforeCells("running", true)).toBe("Running both prompts…");
  expect(beforeCells("stopped", false)).toBe("Stopped before its first cells.");
  expect(beforeCells("queued", false)).toBe("Waiting for its turn…");
  expect(beforeCells("queued", true)).toBe("Beginning…");
});

test("the first that is under way waits for nothing", () => {
  const listed = [summary("a", "done"), summary("b", "queued"), summary("c", "queued")];
  expect([isNext(listed, "b"), isNext(listed, "c")]).toEqual([true, false]);
});

test("what was stopped does not pass for complete", () => {
  expect(cellsSaid(summary("a", "stopped"))).toBe("310 of 1,200 cells");
  expect(cellsSaid({ ...summary("a", "failed"), n_cells: 0, n_done: null })).toBe("");
  expect(cellsSaid(summary("a", "done"))).toBe("1,200 cells");
});

const pairs = (change: object) => experiment({}, change).info;

test("over how many pairs there are estimates is said until they are over all", () => {
  expect(estimatedSaid(pairs({ n_pairs: 40, n_estimated: 3 }))).toBe("estimates over 3 of 40 pairs");
  expect(estimatedSaid(pairs({ n_pairs: 40, n_estimated: 40 }))).toBeNull();
  expect(estimatedSaid(pairs({ n_pairs: 40 }))).toBeNull();
  expect(estimatedSaid(null)).toBeNull();
});
