// Why an experiment can't be started, with the way out. Pure.
import type { Problem, State } from "../acts/records";
import { lengthsDiffer, NO_PROMPT } from "../acts/refusals";
import { type Draft, EACH } from "./starting";

/** Why it can't be started, with the way out; null where it can. */
export function hindrance(state: State, draft: Pick<Draft, "put" | "source" | "over">): Problem | null {
  // A set has prompts and answers of its own.
  if (draft.over !== null) return missing(state, draft.over);
  if (!state.clean) return NO_PROMPT;
  if (!state.metric) return noMetric(state);
  if (state.metric.pairs !== null) return overSet(state.metric.pairs);
  if (draft.put !== "prompt") return null;
  const sources = draft.source === EACH ? state.counterfactuals.map(({ name }) => name) : [draft.source];
  return sources.map((source) => lengthsDiffer(state, source)).find((problem) => problem !== null) ?? null;
}

function missing({ pairs }: State, over: string): Problem | null {
  if (pairs.some(({ name }) => name === over)) return null;
  const what = `There is no set of pairs named ${over}.`;
  return { code: "no_pairs", what, subject: over, advice: "Make it again, or choose another one." };
}

/** The code of the problem that going over the metric's own set solves. */
export const METRIC_OVER_SET = "metric_over_set";

function overSet(name: string): Problem {
  return {
    code: METRIC_OVER_SET,
    what: `The metric is a mean over ${name}, which this prompt alone has no value of.`,
    subject: name,
    advice: "Go over the set, or choose another metric.",
  };
}

/** The code of the problem that a metric solves. */
export const NO_METRIC = "no_metric";

function noMetric({ metric_problem }: State): Problem {
  return {
    code: NO_METRIC,
    what: metric_problem ?? "There is no metric, so there is nothing to read under each change.",
    subject: null,
    advice: "Choose what is measured.",
  };
}
