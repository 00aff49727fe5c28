import { expect, test } from "vitest";
import { intervention } from "../testing/states";
import { describe, proofOf } from "./words";

test("an intervention in words", () => {
  expect(describe(intervention(["L0H0"]))).toBe("ablate zero, all positions");
  const position = { index: 2, token: " b", role: null };
  expect(
    describe(
      intervention(["L0H0"], {
        operation: { op: "patch", subspace: null },
        source: { kind: "prompt", prompt: "corrupt", donor: "plain" },
        positions: [position],
      }),
    ),
  ).toBe("patch, from corrupt (plain), at ·b (2)");
});

test("the proof that it acted", () => {
  const { status } = intervention(["L0H0"]);
  expect(proofOf(status)).toBe("fired 1×, |Δ| 3.21");
  expect(proofOf({ ...status, fired: { page: 1, cell: 4 }, delta_norm: null })).toBe(
    "fired 1× here, 4× in a cell",
  );
  expect(proofOf({ ...status, state: "pending" })).toBe("waiting for a run");
});
