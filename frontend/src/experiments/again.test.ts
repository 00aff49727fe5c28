import type { Experiment } from "@trafolab/viz";
import { expect, test } from "vitest";
import { experiment } from "../testing/experiments";
import { metricOf, prompt, state } from "../testing/states";
import { hindersAgain } from "./again";

const HERE = prompt("clean", "<bos>", "a", " b");
const THERE = prompt("corrupt", "<bos>", "c", " b");
const STATE = state({ clean: HERE, counterfactuals: [THERE], metric: metricOf("a", "c") });
const SWEEP = sweep({});

function sweep(change: Partial<Extract<Experiment["spec"], { experiment: "sweep" }>>) {
  const { spec } = experiment();
  if (spec.experiment !== "sweep") throw new Error("no sweep");
  return { ...spec, ...change };
}

test("what needs another prompt can't be made again without it", () => {
  expect(hindersAgain(STATE, SWEEP)).toBeNull();
  const alone = { ...STATE, counterfactuals: [] };
  expect(hindersAgain(alone, SWEEP)?.code).toBe("no_counterfactual");
  expect(hindersAgain(alone, sweep({ ablate: "zero" }))).toBeNull();
  const longer = { ...STATE, counterfactuals: [prompt("corrupt", "<bos>", "c")] };
  expect(hindersAgain(longer, SWEEP)?.code).toBe("other_length");
});

test("what goes over the prompt can't while the metric goes over a set, nor over a set that is gone", () => {
  const over = { ...STATE, metric: { ...metricOf("a", "c"), pairs: "names" } };
  expect(hindersAgain(over, SWEEP)?.what).toContain("mean over names");
  expect(hindersAgain(STATE, sweep({ over: "names" }))?.code).toBe("no_pairs");
});
