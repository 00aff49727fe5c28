import type { Metric, PairSet } from "@trafolab/viz";
import { expect, test } from "vitest";
import { codeFor } from "../code/codeFor";
import { metricOf, state } from "../testing/states";
import { measuredSet } from "./measuredSet";
import { presetDraft } from "./opening";
import { presetsFor } from "./presets";
import { FIRST_DRAFT, specOf, starting } from "./starting";

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
  return presetsFor(known.sweeps)
    .filter(({ reason }) => reason === null)
    .map((preset) => codeFor(starting(specOf(presetDraft(preset, draft, set), known.sweeps))));
}

test("what is begun by one click goes over the set that is measured", () => {
  expect(lines([named(["S1", "end"], [6, 8])])).toEqual([
    'lab.sweep("resid_pre", over="names", by="role", direction="both")',
    'lab.sweep("z", over="names", direction="both")',
    'lab.sweep("z", over="names", by="role", direction="both")',
    'lab.edges(over="names", steps=20)',
  ]);
  expect(lines([named(["end"], [6])])[2]).toBe('lab.sweep("z", over="names", by="pos", direction="both")');
});

test("and over the prompt where that is measured, or the set is gone", () => {
  const alone = 'lab.sweep("z", direction="both", source="surname")';
  expect(lines([named(["end"], [6])], metricOf(" Hart", " Carroll"))[1]).toBe(alone);
  expect(lines([])[1]).toBe(alone);
});

test("what can't be had is there with its reason", () => {
  expect(presetsFor(state({}).sweeps).map(({ reason }) => reason)).toEqual([null, null, null, null]);
  expect(presetsFor([]).map(({ reason }) => reason)[1]).toBe("This model has no such places.");
});
