import type { Metric } from "@trafolab/viz";
import { expect, test } from "vitest";
import { metricOf } from "../testing/states";
import { answerOf, inForce, setMetric } from "./answers";
import { measuring } from "./measure";

const HART = answerOf({ id: 5, text: " Hart" });
const MASON = answerOf({ id: 8, text: " Mason" });
const METRIC: Metric = { ...metricOf(" Hart", " Mason"), answers: [HART], distractors: [MASON] };
const HERE = { position: -1, byText: true };
const BROWN = { id: 9, token: " Brown" };

test("a prediction becomes the answer, and what it is measured against stays", () => {
  expect(measuring(METRIC, BROWN, "answer", HERE)).toEqual(
    setMetric({ metric_kind: "logit_diff", answer: " Brown", distractor: " Mason" }),
  );
});

test("or the distractor, at the position that is read", () => {
  expect(measuring(METRIC, BROWN, "distractor", { ...HERE, position: 4 })).toEqual(
    setMetric({ metric_kind: "logit_diff", answer: " Hart", distractor: " Brown", position: 4 }),
  );
});

test("picking the other of the two makes them change places", () => {
  const swapped = { answer: " Mason", distractor: " Hart" };
  expect(measuring(METRIC, { id: 8, token: " Mason" }, "answer", HERE)).toMatchObject(swapped);
  expect(measuring(METRIC, { id: 5, token: " Hart" }, "distractor", HERE)).toMatchObject(swapped);
});

test("another kind of metric keeps its kind, until there is something to measure against", () => {
  const prob: Metric = { ...METRIC, kind: "prob", distractors: [] };
  expect(measuring(prob, BROWN, "answer", HERE)).toMatchObject({
    metric_kind: "prob",
    answer: " Brown",
    distractor: null,
  });
  expect(measuring(prob, BROWN, "distractor", HERE)).toMatchObject({
    metric_kind: "logit_diff",
    answer: " Hart",
    distractor: " Brown",
  });
  expect(measuring(prob, { id: 5, token: " Hart" }, "distractor", HERE)).toBeNull();
});

test("without a metric either way measures the token alone", () => {
  const alone = { metric_kind: "logprob", answer: " Brown", distractor: null };
  expect(measuring(null, BROWN, "answer", HERE)).toMatchObject(alone);
  expect(measuring(null, BROWN, "distractor", HERE)).toMatchObject(alone);
});

test("what has no text of its own is named by its number", () => {
  expect(measuring(METRIC, { id: 3, token: "\\xad" }, "answer", HERE)).toMatchObject({ answer: 3 });
  expect(measuring(METRIC, BROWN, "answer", { ...HERE, byText: false })).toMatchObject({
    answer: 9,
    distractor: 8,
  });
});

test("what is measured can be said again", () => {
  expect(inForce({ ...METRIC, position: 3 }, true)).toEqual(
    setMetric({ metric_kind: "logit_diff", answer: " Hart", distractor: " Mason", position: 3 }),
  );
  const phrase = { tokens: [...HART.tokens, ...MASON.tokens], by_text: false };
  const set: Metric = { ...METRIC, answers: [HART, phrase], over: "logsumexp" };
  expect(inForce(set, true)).toMatchObject({ answer: [" Hart", [5, 8]], over: "logsumexp" });
  expect(inForce({ ...METRIC, answers: [phrase] }, true)).toMatchObject({ answer: [[5, 8]] });
});

test("a set on the other side stays, but for the token that is picked", () => {
  const set: Metric = {
    ...METRIC,
    distractors: [MASON, answerOf({ id: 9, text: " Brown" })],
    over: "logsumexp",
  };
  expect(measuring(set, BROWN, "answer", HERE)).toMatchObject({
    answer: " Brown",
    distractor: " Mason",
    over: "logsumexp",
  });
  expect(measuring(set, { id: 3, token: " Lee" }, "answer", HERE)).toMatchObject({
    distractor: [" Mason", " Brown"],
  });
});

test("what has no answers gives way to the token's log-probability", () => {
  const loss: Metric = { ...METRIC, kind: "loss", answers: [], distractors: [] };
  expect(measuring(loss, BROWN, "distractor", HERE)).toEqual(
    setMetric({ metric_kind: "logprob", answer: " Brown" }),
  );
});

test("of the most probable ones, as many as before", () => {
  const top: Metric = { ...METRIC, kind: "top_k", distractors: [], k: 3 };
  expect(measuring(top, BROWN, "answer", HERE)).toEqual(
    setMetric({ metric_kind: "top_k", answer: " Brown", k: 3 }),
  );
});

test("over pairs the answers are each pair's own, so a prediction of this prompt begins anew", () => {
  const over: Metric = { ...METRIC, answers: [], distractors: [], pairs: "names" };
  const act = setMetric({ metric_kind: "logprob", answer: " Brown" });
  expect(measuring(over, BROWN, "answer", HERE)).toEqual(act);
  expect(inForce(over, true)).toEqual(setMetric({ metric_kind: "logit_diff", pairs: "names" }));
});
