import type { ExperimentSummary } from "@trafolab/viz";
import { expect, test } from "vitest";
import { CALM_MS, newcomer } from "./following";

const summary = (
  id: string,
  minute: number,
  status: ExperimentSummary["status"] = "done",
): ExperimentSummary => ({
  id,
  name: id,
  experiment: "sweep",
  status,
  created_at: `2026-11-21T10:0${minute}:00+00:00`,
  n_cells: 2,
  n_done: 2,
  elsewhere: null,
  found_by: null,
});
const OLD = [summary("a", 1), summary("b", 2)];
const LOOKING = { experiment: "a", beside: null, chosenAt: 0 };

test("what a cell starts is opened, also where it is done before the page hears of it", () => {
  for (const status of ["queued", "running", "done"] as const)
    expect(newcomer(OLD, [...OLD, summary("c", 3, status)], LOOKING, CALM_MS)).toBe("c");
  expect(newcomer([], [summary("c", 3, "queued")], LOOKING, CALM_MS)).toBe("c");
});

test("of what comes back with a fresh kernel nothing is opened", () => {
  expect(newcomer([], OLD, LOOKING, CALM_MS)).toBeNull();
  expect(newcomer([OLD[1] ?? summary("b", 2)], OLD, LOOKING, CALM_MS)).toBeNull();
});

test("nothing is taken away from who watches, compares, or has just chosen", () => {
  const running = [summary("a", 1, "running"), summary("b", 2)];
  const next = summary("c", 3, "queued");
  expect(newcomer(running, [...running, next], LOOKING, CALM_MS)).toBeNull();
  expect(newcomer(running, [...running, next], { ...LOOKING, experiment: "b" }, CALM_MS)).toBe("c");
  expect(newcomer(OLD, [...OLD, next], { ...LOOKING, beside: "b" }, CALM_MS)).toBeNull();
  expect(newcomer(OLD, [...OLD, next], { ...LOOKING, chosenAt: 1 }, CALM_MS)).toBeNull();
});
