import { expect, test } from "vitest";
import { steer } from "../acts/operations";
import { intervention, state } from "../testing/states";
import { marksOf } from "./marks";
import { standingOf, waits } from "./standing";

const NONE = "It acts on generated tokens only, and the page's run generates none.";
const FIRED = { page: 0, cell: null, steps: 0 };
const inactive = (reason: string, note: string | null = null) =>
  intervention(["resid_pre.0"], {
    operation: { ...steer("royal"), on: "generated" },
    status: { state: "inactive", reason, fired: FIRED, delta_norm: null, note },
  });

test("what acts says its proof", () => {
  expect(standingOf(intervention(["L0H1"]))).toEqual({
    amber: false,
    proof: "fired 1×, |Δ| 3.21",
    why: null,
  });
});

test("what is switched off says so once", () => {
  const off = { ...inactive("It is switched off."), enabled: false };
  expect(standingOf(off)).toEqual({ amber: false, proof: "switched off", why: null });
});

test("steering of generated tokens waits for them: that is no warning", () => {
  const waiting = inactive(NONE);
  expect(standingOf(waiting)).toEqual({ amber: false, proof: "waiting for generated tokens", why: null });
  const { states, partly, remarks } = marksOf(state({ interventions: [waiting] }));
  expect(states).toEqual({ "resid_pre.0": ["steered"] });
  expect(partly).toEqual({ "resid_pre.0": { steered: "on what is generated" } });
  expect(remarks).toEqual({});
});

test("the same that can't act for another reason is a warning", () => {
  const short = inactive("The prompt is too short.");
  expect(waits(short)).toBe(false);
  expect(standingOf(short)).toMatchObject({ amber: true, why: "The prompt is too short." });
});
