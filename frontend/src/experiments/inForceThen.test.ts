import { expect, test } from "vitest";
import { experiment } from "../testing/experiments";
import { intervention, STAMP } from "../testing/states";
import { inForceThen } from "./inForceThen";

const HELD = intervention(["L0H2"]);
const NAME = 'ablate("L0H2")';

test("what an experiment ran under is named, and that it is not what is in force now", () => {
  const under = experiment({ under: [HELD.code] });
  expect(inForceThen(under, [HELD])).toEqual({ names: [NAME], differs: null });
  expect(inForceThen(under, [])).toEqual({ names: [NAME], differs: "not in force now" });
  const others = [HELD, intervention(["L1H6"])];
  expect(inForceThen(under, others)?.differs).toBe(`not as now: ${NAME}, ablate("L1H6")`);
});

test("of none at all nothing is said, but of one that came since", () => {
  expect(inForceThen(experiment({ under: [] }), [])).toBeNull();
  expect(inForceThen(experiment({ under: [] }), [{ ...HELD, enabled: false }])).toBeNull();
  expect(inForceThen(experiment({ under: [] }), [HELD])).toEqual({
    names: [],
    differs: `not as now: ${NAME}`,
  });
});

test("a record of old says no more than that there were some", () => {
  const old = { under: null };
  expect(inForceThen(experiment(old), [HELD])).toBeNull();
  const stamp = { ...STAMP, interventions: "live" as const };
  expect(inForceThen(experiment(old, { stamp }), [])?.names).toEqual([
    "interventions that its record does not name",
  ]);
});
