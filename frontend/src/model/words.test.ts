import { expect, test } from "vitest";
import { ablate, freeze, keep, knockout, PATCH, scale, steer } from "../acts/operations";
import type { Intervention, Operation } from "../acts/records";
import { intervention, LINEARISE } from "../testing/states";
import { describe, proofOf } from "./words";

const HERE = { index: 2, token: " b", role: null };
const { stamp } = intervention(["L0H0"]);

test.each<[Operation, Partial<Intervention>, string]>([
  [ablate("zero"), {}, "ablate zero, all positions"],
  [
    ablate("mean"),
    {
      source: {
        kind: "constant",
        parts: [],
        reference: "names",
        over: null,
        n: 420,
        n_tokens: null,
        run: stamp,
      },
    },
    "ablate mean, over names, n = 420, all positions",
  ],
  [
    freeze("pattern"),
    { source: { kind: "snapshot", parts: [], run: stamp, n_tokens: 3 } },
    "freeze attention pattern, snapshot of clean, all positions",
  ],
  [
    PATCH,
    { source: { kind: "prompt", prompt: "corrupt", donor: "plain" }, positions: [HERE] },
    "patch from corrupt, at ·b (2)",
  ],
  [scale(-0.5), {}, "scale × −0.50, all positions"],
  [steer("royal", { strength: 4 }), {}, "steer: add royal × 4.00, all positions"],
  [
    steer("royal", { how: "remove", on: "generated" }),
    {},
    "steer: remove royal on what is generated, all positions",
  ],
  [{ ...knockout([1]), tokens: ["a"] }, { positions: [HERE] }, "knock out attention to a (1), at ·b (2)"],
  [keep("zero"), {}, "keep only these, others zero"],
  [LINEARISE, {}, "linearise: patterns and norms held"],
])("%j is told in words", (operation, change, words) => {
  expect(describe(intervention(["L0H0"], { operation, ...change }))).toBe(words);
});

test("the proof that it acted", () => {
  const { status } = intervention(["L0H0"]);
  expect(proofOf(status)).toBe("fired 1×, |Δ| 3.21");
  const often = { page: 1, cell: 4, steps: 12 };
  expect(proofOf({ ...status, fired: often, delta_norm: null })).toBe(
    "fired 1× here, 4× in a cell, 12× while generating",
  );
  expect(proofOf({ ...status, state: "pending" })).toBe("waiting for a run");
});
