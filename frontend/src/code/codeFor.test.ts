import type { IdsSource } from "@trafolab/viz";
import { expect, test } from "vitest";
import { OPERATIONS } from "../testing/states";
import { type Action, codeFor } from "./codeFor";

const INTERVENE = { kind: "intervene", source: null, donor: null, positions: "all" } as const;

test.each<[Action, string]>([
  [{ ...INTERVENE, targets: ["L1H6"], operation: { op: "ablate", mode: "zero" } }, 'lab.ablate("L1H6")'],
  [
    { ...INTERVENE, targets: ["L1H6", "mlp.0"], operation: { op: "ablate", mode: "mean" } },
    'lab.ablate(["L1H6", "mlp.0"], mode="mean")',
  ],
  [
    { ...INTERVENE, targets: ["L0H1"], operation: { op: "freeze", what: "z" }, positions: [5] },
    'lab.freeze("L0H1", what="z", positions=[5])',
  ],
  [
    { ...INTERVENE, targets: ["resid_pre.1"], operation: { op: "scale", factor: 0.5 } },
    'lab.scale("resid_pre.1", factor=0.5)',
  ],
  [{ kind: "release", ids: [], targets: ["L1H6"] }, 'lab.release("L1H6")'],
  [{ kind: "release", ids: ["a", "b"], targets: [] }, 'lab.release(["a", "b"])'],
  [{ kind: "set_enabled", id: "a", enabled: false }, 'lab.disable("a")'],
  [{ kind: "clear" }, "lab.clear()"],
  [{ kind: "undo" }, "lab.undo()"],
  [{ kind: "open_model", source: "gpt2", folded: true }, 'lab.open("gpt2", folded=True)'],
  [
    {
      kind: "set_metric",
      metric_kind: "logit_diff",
      answer: " Hart",
      distractor: 7,
      position: -1,
    },
    'lab.metric("logit_diff", answer=" Hart", distractor=7)',
  ],
  [
    { kind: "set_metric", metric_kind: null, answer: null, distractor: null, position: -1 },
    "lab.metric(None)",
  ],
])("%j is %s", (action, code) => {
  expect(codeFor(action, OPERATIONS)).toBe(code);
});

test("prompts, however hostile, are one literal", () => {
  const clean = { kind: "text", text: 'He said "no"\n\\ and left' } as const;
  const corrupt: IdsSource = { kind: "ids", ids: [1, 2], labels: null };
  expect(codeFor({ kind: "set_prompt", clean, counterfactuals: null }, [])).toBe(
    String.raw`lab.prompt("He said \"no\"\n\\ and left")`,
  );
  expect(codeFor({ kind: "set_prompt", clean: corrupt, counterfactuals: { corrupt: clean } }, [])).toBe(
    String.raw`lab.prompt([1, 2], corrupt="He said \"no\"\n\\ and left")`,
  );
  expect(codeFor({ kind: "set_prompt", clean: corrupt, counterfactuals: { a: clean, b: corrupt } }, [])).toBe(
    String.raw`lab.prompt([1, 2], corrupt={"a": "He said \"no\"\n\\ and left", "b": [1, 2]})`,
  );
});
