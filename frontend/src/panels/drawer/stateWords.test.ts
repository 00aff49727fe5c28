import type { Metric } from "@trafolab/viz";
import { expect, test } from "vitest";
import { intervention, metricOf } from "../../testing/states";
import { held, measured, promptText } from "./stateWords";

test("the prompt as it was given", () => {
  expect(promptText(null)).toBe("no prompt");
  expect(promptText({ kind: "text", text: "Her name\u202e" })).toBe("Her name‹202e›");
  expect(promptText({ kind: "ids", ids: [3, 1], labels: null })).toBe("[3, 1]");
});

test("how much is held, and what of it is switched off", () => {
  expect(held({ interventions: [] })).toBe("no interventions");
  expect(held({ interventions: [intervention(["L0H1"])] })).toBe("1 intervention");
  const off = intervention(["L0H2"], { enabled: false });
  expect(held({ interventions: [intervention(["L0H1"]), off] })).toBe("2 interventions, 1 off");
});

test("what is measured, with spaces in sight", () => {
  const metric: Metric = metricOf(" Hart", " Carroll");
  expect(measured(null)).toBe("no metric");
  expect(measured(metric)).toBe("·Hart − ·Carroll");
  expect(measured({ ...metric, kind: "rank", distractors: [] })).toBe("rank of ·Hart");
  expect(measured({ ...metric, kind: "top_k", k: 3, distractors: [] })).toBe("top 3 has ·Hart");
  const without: Metric = { ...metric, answers: [], distractors: [] };
  expect(measured({ ...without, kind: "kl" })).toBe("KL(plain ‖ live)");
  expect(measured({ ...without, kind: "loss", positions: [2, 5] })).toBe("loss at 2, 5");
});
