import type { Metric } from "@trafolab/viz";
import { expect, test } from "vitest";
import { inForce, measuring, rolesOf } from "./measure";

const HART = { id: 5, text: " Hart" };
const MASON = { id: 8, text: " Mason" };
const METRIC: Metric = {
  kind: "logit_diff",
  answer: HART,
  distractor: MASON,
  position: -1,
  automatic: true,
};
const HERE = { position: -1, byText: true };
const BROWN = { id: 9, token: " Brown" };

test("a prediction becomes the answer, and what it is measured against stays", () => {
  expect(measuring(METRIC, BROWN, "answer", HERE)).toEqual({
    kind: "set_metric",
    metric_kind: "logit_diff",
    answer: " Brown",
    distractor: " Mason",
    position: -1,
  });
});

test("or the distractor, at the position that is read", () => {
  expect(measuring(METRIC, BROWN, "distractor", { ...HERE, position: 4 })).toEqual({
    kind: "set_metric",
    metric_kind: "logit_diff",
    answer: " Hart",
    distractor: " Brown",
    position: 4,
  });
});

test("picking the other of the two makes them change places", () => {
  const swapped = { answer: " Mason", distractor: " Hart" };
  expect(measuring(METRIC, { id: 8, token: " Mason" }, "answer", HERE)).toMatchObject(swapped);
  expect(measuring(METRIC, { id: 5, token: " Hart" }, "distractor", HERE)).toMatchObject(swapped);
});

test("another kind of metric keeps its kind, until there is something to measure against", () => {
  const prob: Metric = { ...METRIC, kind: "prob", distractor: null };
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
  expect(inForce({ ...METRIC, position: 3 }, true)).toEqual({
    kind: "set_metric",
    metric_kind: "logit_diff",
    answer: " Hart",
    distractor: " Mason",
    position: 3,
  });
});

test("the roles of tokens", () => {
  expect([...rolesOf(METRIC)]).toEqual([
    [8, "distractor"],
    [5, "answer"],
  ]);
  expect(rolesOf(null).size).toBe(0);
});
