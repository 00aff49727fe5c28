import type { AnswerText, Metric } from "@trafolab/viz";
import { expect, test } from "vitest";
import { codeFor } from "../../code/codeFor";
import { actionOf, draftOf, isReduced, leavesOut, type MetricDraft, sidesOf } from "./metricDraft";

const token = (id: number, text: string, by_text = true): AnswerText => ({ tokens: [{ id, text }], by_text });
const METRIC: Metric = {
  kind: "logit_diff",
  answers: [token(5, " Hart")],
  distractors: [token(8, " Mason"), token(9, "\\xad", false)],
  over: "logsumexp",
  k: null,
  position: 4,
  positions: null,
  function: null,
  pairs: null,
  minus: null,
  automatic: false,
};
const EMPTY: MetricDraft = {
  kind: "prob",
  answers: [""],
  distractors: [""],
  over: "mean",
  k: 5,
  pairs: null,
  minus: null,
};

/** The line that a draft leads to. */
function code(draft: MetricDraft, metric: Metric | null = null, byText = true): string | null {
  const action = actionOf(draft, metric, byText);
  return action && codeFor(action);
}

test("a metric is edited from what it is, and says itself again", () => {
  const draft = draftOf(METRIC, true);
  expect(draft.distractors).toEqual([" Mason", "\\xad"]);
  expect(code(draft, METRIC)).toBe(
    'lab.metric("logit_diff", answer=" Hart", distractor=[" Mason", 9], over="logsumexp", position=4)',
  );
});

test("sets are lists, and how they become one number is said only of sets", () => {
  const set = { ...EMPTY, answers: [" Hart", "", " Smith"], over: "logsumexp" } as const;
  expect(isReduced(set)).toBe(true);
  expect(code(set)).toBe('lab.metric("prob", answer=[" Hart", " Smith"], over="logsumexp")');
  const one = { ...set, answers: [" Hart"] };
  expect(isReduced(one)).toBe(false);
  expect(code(one)).toBe('lab.metric("prob", answer=" Hart")');
  expect(code({ ...set, kind: "rank" })).toBe('lab.metric("rank", answer=[" Hart", " Smith"])');
});

test("a kind asks for what it measures, and nothing goes before it is there", () => {
  expect(sidesOf({ kind: "logit_diff", pairs: null })).toEqual(["answers", "distractors"]);
  expect(sidesOf({ kind: "top_k", pairs: null })).toEqual(["answers"]);
  expect(code(EMPTY)).toBeNull();
  expect(code({ ...EMPTY, kind: "logit_diff", answers: [" Hart"] })).toBeNull();
  expect(code({ ...EMPTY, kind: "top_k", answers: [" Hart"], k: 3 })).toBe(
    'lab.metric("top_k", answer=" Hart", k=3)',
  );
  expect(code({ ...EMPTY, kind: "top_k", answers: [" Hart"], k: 0 })).toBeNull();
});

test("divergence and loss need no answer, and a position only where they are read at one", () => {
  expect(code({ ...draftOf(METRIC, true), kind: "kl" }, METRIC)).toBe('lab.metric("kl", position=4)');
  expect(code({ ...draftOf(METRIC, true), kind: "loss" }, METRIC)).toBe('lab.metric("loss")');
  const loss: Metric = { ...METRIC, kind: "loss", answers: [], distractors: [], positions: [2, 5] };
  expect(code(draftOf(loss, true), loss)).toBe('lab.metric("loss", positions=[2, 5])');
});

test("a function stays, and none is made here", () => {
  const called = { name: "entropy", source: "", needs: [], key: "a" };
  const metric: Metric = { ...METRIC, kind: "function", answers: [], distractors: [], function: called };
  expect(code(draftOf(metric, true), metric)).toBe("lab.metric(entropy)");
  expect(code({ ...EMPTY, kind: "function" })).toBeNull();
});

test("a model without a tokenizer has ids, several of which are one answer", () => {
  const phrase: AnswerText = { tokens: [...token(3, "3").tokens, ...token(4, "4").tokens], by_text: false };
  const metric: Metric = { ...METRIC, kind: "logprob", answers: [phrase], distractors: [], over: "mean" };
  const draft = draftOf(metric, false);
  expect(draft.answers).toEqual(["3 4"]);
  expect(code({ ...draft, answers: ["3 4", "7"] }, metric, false)).toBe(
    'lab.metric("logprob", answer=[[3, 4], 7], position=4)',
  );
});

test("answers survive a metric that measures none", () => {
  const typed = { answers: [" Hart", " Lee"], distractors: [" Mason"] };
  const divergence: Metric = { ...METRIC, kind: "kl", answers: [], distractors: [] };
  const back = { ...draftOf(divergence, true, typed), kind: "logit_diff" } as const;
  expect(code(back, divergence)).toContain('answer=[" Hart", " Lee"], distractor=" Mason"');
  expect(draftOf(METRIC, true, typed).answers).toEqual([" Hart"]);
});

test("an empty field beside others is left out, and that can be said", () => {
  expect(leavesOut({ ...EMPTY, answers: [" Hart", ""] })).toBe(true);
  expect(leavesOut({ ...EMPTY, answers: [" Hart"] })).toBe(false);
  expect(leavesOut(EMPTY)).toBe(false);
});

test("over a set of pairs the answers and the position are each pair's own", () => {
  const over = { ...draftOf(METRIC, true), pairs: "names" };
  expect(sidesOf(over)).toEqual([]);
  expect(isReduced(over)).toBe(false);
  expect(leavesOut({ ...over, answers: [" Hart", ""] })).toBe(false);
  expect(code(over, METRIC)).toBe('lab.metric("logit_diff", pairs="names")');
  expect(code({ ...over, kind: "top_k", minus: "others" }, METRIC)).toBe(
    'lab.metric("top_k", k=5, pairs="names", minus="others")',
  );
  expect(code({ ...over, minus: "names" }, METRIC)).toBe('lab.metric("logit_diff", pairs="names")');
  const called = { name: "spread", source: "", needs: [], key: "a" };
  const own: Metric = { ...METRIC, kind: "function", answers: [], distractors: [], function: called };
  expect(code({ ...draftOf(own, true), pairs: "names" }, own)).toBe('lab.metric(spread, pairs="names")');
  const back = { ...draftOf({ ...METRIC, pairs: "names", answers: [] }, true), pairs: null };
  expect(sidesOf(back)).toEqual(["answers", "distractors"]);
});
