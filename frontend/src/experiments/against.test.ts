import type { ContrastsData } from "@trafolab/viz";
import { expect, test } from "vitest";
import { codeFor } from "../code/codeFor";
import { metricOf, STAMP } from "../testing/states";
import { againstOther } from "./against";

const HART = { prompt: "clean", id: 7, token: " Hart" };
const DATA: ContrastsData = {
  clean: HART,
  others: [
    { prompt: "corrupt", id: 8, token: " Carroll" },
    { prompt: "first", id: 9, token: " Lee" },
  ],
  stamp: STAMP,
};
const AUTOMATIC = metricOf(" Hart", " Taylor");

test("the counterfactual's own prediction takes the place of the runner-up", () => {
  const found = againstOther(DATA, null, AUTOMATIC, true);
  expect(found?.label).toBe("Hart − Carroll");
  expect(found && codeFor(found.action)).toBe(
    'lab.metric("logit_diff", answer=" Hart", distractor=" Carroll")',
  );
  expect(againstOther(DATA, "first", AUTOMATIC, true)?.label).toBe("Hart − Lee");
  const space = { ...DATA, clean: { prompt: "clean", id: 6, token: " " } };
  expect(againstOther(space, null, AUTOMATIC, true)?.label).toBe("· − Carroll");
  const byId = againstOther(DATA, "all", AUTOMATIC, false);
  expect(byId && codeFor(byId.action)).toBe('lab.metric("logit_diff", answer=7, distractor=8)');
});

test("nothing is offered where both predict the same, it is measured already, or a person has chosen", () => {
  expect(
    againstOther({ ...DATA, others: [{ ...HART, prompt: "corrupt" }] }, null, AUTOMATIC, true),
  ).toBeNull();
  expect(againstOther({ ...DATA, others: [] }, null, AUTOMATIC, true)).toBeNull();
  const [wrong] = AUTOMATIC.distractors;
  const measured = { ...AUTOMATIC, distractors: [{ tokens: [{ id: 8, text: " Carroll" }], by_text: true }] };
  expect(wrong && againstOther(DATA, null, measured, true)).toBeNull();
  expect(againstOther(DATA, null, { ...AUTOMATIC, automatic: false }, true)).toBeNull();
  expect(againstOther(DATA, null, null, true)).toBeNull();
});
