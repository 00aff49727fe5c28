import type { Findings } from "@trafolab/viz";
import { expect, test } from "vitest";
import { resetHooks, signs, summary } from "./findingsWords";

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

test("hooks are taken off by one line, permanent ones by another", () => {
  const hook = { component: "mlp.0", hook: "blocks.0.hook_mlp_out", name: "f", direction: "fwd" as const };
  expect(resetHooks([{ ...hook, permanent: false }])).toBe("model.reset_hooks()");
  expect(resetHooks([{ ...hook, permanent: true }])).toBe("model.reset_hooks(including_permanent=True)");
});
