import type { Metric, PairSet } from "@trafolab/viz";
import { expect, test } from "vitest";
import { codeFor } from "../code/codeFor";
import { metricOf, state } from "../testing/states";
import { measuredSet } from "./measuredSet";
import { presetDraft } from "./opening";
import { FIRST_DRAFT, presetsFor, specOf, starting } from "./starting";

const named = (roles: string[], lengths: number[]): PairSet => ({
  name: "names",
  tensor: "names",
  roles,
  n_pairs: 4,
  n_left_out: 0,
  answer_tokens: 1,
  lengths,
  first: [],
  code: "",
});
const over: Metric = { ...metricOf(" Hart", " Carroll"), answers: [], distractors: [], pairs: "names" };

/** The lines that the presets stand for. */
function lines(pairs: PairSet[], metric = over): string[] {
  const known = state({ metric, pairs });
  const draft = { ...FIRST_DRAFT, direction: "both", source: "surname" } as const;
  const set = measuredSet(known);
  return presetsFor(known.sweeps, set)
    .filter(({ reason }) => reason === null)
    .map((preset) => codeFor(starting(specOf(presetDraft(preset, draft, set), known.sweeps))));
}

test("what is begun by one click goes over the set that is measured", () => {
  expect(lines([named(["S1", "end"], [6, 8])])).toEqual([
    'lab.sweep("resid_pre", over="names", by="role")',
    'lab.sweep("z", over="names")',
    'lab.sweep("z", over="names", by="role")',
  ]);
  expect(lines([named(["end"], [6])])[2]).toBe('lab.sweep("z", over="names", by="pos")');
});

test("and over the prompt where that is measured, or the set is gone", () => {
  const alone = 'lab.sweep("z", direction="both", source="surname")';
  expect(lines([named(["end"], [6])], metricOf(" Hart", " Carroll"))[1]).toBe(alone);
  expect(lines([])[1]).toBe(alone);
});

test("what can't be had is there with its reason", () => {
  const reasons = (set: PairSet | null) => presetsFor(state({}).sweeps, set).map(({ reason }) => reason);
  expect(reasons(null)).toEqual([null, null, null, null]);
  expect(reasons(named(["end"], [6]))[3]).toContain("The metric is a mean over names");
  expect(presetsFor([], null)[1]?.reason).toBe("This model has no such places.");
});
