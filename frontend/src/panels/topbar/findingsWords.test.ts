import type { Findings } from "@trafolab/viz";
import { expect, test } from "vitest";
import { signs, summary } from "./findingsWords";

test("what was found, in words and in signs", () => {
  const findings: Findings = {
    hooks: [],
    weights: ["L1H3", "L1H5", "mlp.0"].map((component) => ({ component, tensor: "", delta_norm: 1 })),
    moving: false,
    flags: ["use_cache: True → False"],
  };
  expect([summary(findings), signs(findings)]).toEqual(["3 weights, 1 flag", "Δ 3  ⚑ 1"]);
  expect([summary({ ...findings, moving: true }), signs({ ...findings, moving: true })]).toEqual([
    "weights moving",
    "Δ …",
  ]);
});
