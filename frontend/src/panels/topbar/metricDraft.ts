// What a person is about to measure. Pure.
import type { AnswerText, Metric } from "@trafolab/viz";
import { ANSWERED, given, type Kind, REDUCED, type Said, said, setMetric, textOf } from "../../acts/answers";
import type { SetMetric } from "../../acts/records";

export type Side = "answers" | "distractors";

export interface MetricDraft {
  readonly kind: Kind;
  /** As they are typed, an empty one where there is none yet. */
  readonly answers: readonly string[];
  readonly distractors: readonly string[];
  readonly over: Metric["over"];
  readonly k: number;
  /** A set of pairs in place of the prompt, and another whose mean is taken off. */
  readonly pairs: string | null;
  readonly minus: string | null;
}

const USUAL_K = 5;

/** What was typed on both sides. */
export type Sides = Pick<MetricDraft, Side>;

const NOTHING: Sides = { answers: [""], distractors: [""] };

/** The draft that a metric is edited from; a side that it does not measure is as it was typed `before`. */
export function draftOf(metric: Metric | null, byText: boolean, before: Sides | null = null): MetricDraft {
  const typed = (side: Side) => {
    const answers = metric?.[side] ?? [];
    return answers.length > 0 ? answers.map((answer) => typedAs(answer, byText)) : (before ?? NOTHING)[side];
  };
  return {
    kind: metric?.kind ?? "logit_diff",
    answers: typed("answers"),
    distractors: typed("distractors"),
    over: metric?.over ?? "mean",
    k: metric?.k ?? USUAL_K,
    pairs: metric?.pairs ?? null,
    minus: metric?.minus ?? null,
  };
}

/** The sides that are to be said: pairs have answers of their own. */
export function sidesOf({ kind, pairs }: Pick<MetricDraft, "kind" | "pairs">): readonly Side[] {
  if (!ANSWERED.has(kind) || pairs !== null) return [];
  return kind === "logit_diff" ? ["answers", "distractors"] : ["answers"];
}

/** Whether it is to be said how a set becomes one number. */
export function isReduced(draft: MetricDraft): boolean {
  return REDUCED.has(draft.kind) && sidesOf(draft).some((side) => filled(draft[side]).length > 1);
}

/** Whether a field beside others is empty, so that it does not count. */
export function leavesOut(draft: MetricDraft): boolean {
  return sidesOf(draft).some((side) => {
    const n = filled(draft[side]).length;
    return n > 0 && n < draft[side].length;
  });
}

/** The act that measures it; null while something is missing. `metric` is the one that is edited. */
export function actionOf(draft: MetricDraft, metric: Metric | null, byText: boolean): SetMetric | null {
  const { kind } = draft;
  const sides = sidesOf(draft);
  if (sides.some((side) => filled(draft[side]).length === 0)) return null;
  if (kind === "function" && !metric?.function) return null;
  if (kind === "top_k" && !(Number.isInteger(draft.k) && draft.k >= 1)) return null;
  const answersOf = (side: Side) =>
    sides.includes(side) ? given(filled(draft[side]).map((row) => meant(row, metric?.[side], byText))) : null;
  const same = metric?.kind === kind;
  return setMetric({
    metric_kind: kind,
    answer: answersOf("answers"),
    distractor: answersOf("distractors"),
    over: isReduced(draft) ? draft.over : "mean",
    k: kind === "top_k" ? draft.k : null,
    position: positionOf(draft, metric),
    positions: kind === "loss" && same ? metric.positions : null,
    function: kind === "function" ? (metric?.function ?? null) : null,
    pairs: draft.pairs,
    minus: draft.pairs === null || draft.minus === draft.pairs ? null : draft.minus,
  });
}

/** Pairs are read at their last token, which the position of one prompt says nothing about. */
function positionOf({ kind, pairs }: MetricDraft, metric: Metric | null): number {
  return kind === "loss" || kind === "function" || pairs !== null ? -1 : (metric?.position ?? -1);
}

const filled = (rows: readonly string[]): readonly string[] => rows.filter((row) => row !== "");

function typedAs(answer: AnswerText, byText: boolean): string {
  return byText ? textOf(answer) : answer.tokens.map(({ id }) => id).join(" ");
}

/** What was typed; an answer that no text names keeps its tokens while it stays as it is. */
function meant(row: string, before: readonly AnswerText[] = [], byText: boolean): Said {
  const kept = before.find((answer) => typedAs(answer, byText) === row);
  if (kept) return said(kept, byText);
  if (byText) return row;
  const ids = row
    .trim()
    .split(/[\s,]+/u)
    .map(Number);
  const [only = Number.NaN] = ids;
  return ids.length === 1 ? only : ids;
}
