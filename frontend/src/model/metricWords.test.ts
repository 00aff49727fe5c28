import type { Metric } from "@trafolab/viz";
import { expect, test } from "vitest";
import { answerOf } from "../acts/answers";
import { metricOf } from "../testing/states";
import { kindWords, measuredText } from "./metricWords";

const DIFFERENCE = metricOf(" Hart", " Carroll");
const SET: Metric = { ...DIFFERENCE, answers: [...DIFFERENCE.answers, answerOf({ id: 7, text: " Lee" })] };
const NONE: Metric = { ...DIFFERENCE, answers: [], distractors: [] };

const inWords = (metric: Metric) => `${kindWords(metric)} ${measuredText(metric)}`.trim();

test("one answer against another", () => {
  expect(inWords(DIFFERENCE)).toBe("logit difference ·Hart − ·Carroll");
});

test("sets say how they became one number", () => {
  expect(inWords(SET)).toBe("mean logit difference ·Hart, ·Lee − ·Carroll");
  expect(inWords({ ...SET, over: "logsumexp" })).toBe("logit difference (logsumexp) ·Hart, ·Lee − ·Carroll");
  const prob: Metric = { ...SET, kind: "prob", distractors: [], over: "logsumexp" };
  expect(inWords(prob)).toBe("probability of any of ·Hart, ·Lee");
  expect(inWords({ ...prob, kind: "rank", over: "mean" })).toBe("mean rank ·Hart, ·Lee");
  expect(inWords({ ...prob, kind: "top_k", k: 3, over: "mean" })).toBe("among the top 3 ·Hart, ·Lee");
});

test("what has no answers says what it is read from", () => {
  expect(inWords({ ...NONE, kind: "kl" })).toBe("divergence KL(plain ‖ live)");
  expect(inWords({ ...NONE, kind: "loss" })).toBe("loss");
  expect(inWords({ ...NONE, kind: "loss", positions: [2, 5] })).toBe("loss at 2, 5");
  const called = { name: "entropy", source: "", needs: [], key: "a" };
  expect(inWords({ ...NONE, kind: "function", function: called })).toBe("function entropy");
});
