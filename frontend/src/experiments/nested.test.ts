import type { ExperimentSummary } from "@trafolab/viz";
import { expect, test } from "vitest";
import { nested } from "./nested";

function one(id: string, found_by: string | null = null): ExperimentSummary {
  return {
    id,
    name: id,
    experiment: found_by === null ? "edges" : "faithfulness",
    status: "done",
    created_at: "",
    n_cells: 1,
    elsewhere: null,
    n_done: 1,
    found_by,
  };
}

const order = (...given: ExperimentSummary[]) =>
  nested(given).map(({ experiment, under }) => (under ? `- ${experiment.id}` : experiment.id));

test("what was asked of a circuit stands under it, all else by age", () => {
  expect(order(one("a"), one("b"), one("x", "a"), one("c"), one("y", "a"))).toEqual([
    "c",
    "b",
    "a",
    "- y",
    "- x",
  ]);
});

test("where the circuit is gone, it stands for itself", () => {
  expect(order(one("x", "gone"), one("b"))).toEqual(["b", "x"]);
});
