import type { IdsSource, Intervene } from "@trafolab/viz";
import { expect, test } from "vitest";
import { setMetric } from "../acts/answers";
import { ablate, freeze, keep, knockout, PATCH, scale, steer } from "../acts/operations";
import { LINEARISE } from "../testing/states";
import { type Action, codeFor } from "./codeFor";

function intervene(
  targets: string[],
  operation: Intervene["operation"],
  change: Partial<Intervene> = {},
): Action {
  const usual = {
    source: null,
    donor: null,
    positions: "all",
    stored: null,
    replaces: null,
    gesture: null,
  } as const;
  return { kind: "intervene", targets, operation, ...usual, ...change };
}

const TEXT = { kind: "text", text: "a b" } as const;
const IDS: IdsSource = { kind: "ids", ids: [1, 2], labels: null };

test.each<[Action, string]>([
  [intervene(["L1H6"], ablate("zero")), 'lab.ablate("L1H6")'],
  [intervene(["L1H6", "mlp.0"], ablate("mean")), 'lab.ablate(["L1H6", "mlp.0"], mode="mean")'],
  [
    intervene(["L0H2"], { ...ablate("resample"), draws: 4, seed: 7 }, { source: "names" }),
    'lab.ablate("L0H2", mode="resample", draws=4, seed=7, source="names")',
  ],
  [
    intervene(["mlp.0"], { ...ablate("mean"), by_position: true }),
    'lab.ablate("mlp.0", mode="mean", by_position=True)',
  ],
  [intervene(["L0H1"], freeze("z"), { positions: [5] }), 'lab.freeze("L0H1", what="z", positions=[5])'],
  [intervene(["L0H1"], freeze("pattern")), 'lab.freeze("L0H1")'],
  [
    intervene(["mlp.0"], scale(0.25), { replaces: "scale-1", positions: [2] }),
    'lab.edit("scale-1", factor=0.25, positions=[2])',
  ],
  [
    intervene(["mlp.0"], freeze("post"), { stored: ["tensors/a.npy"] }),
    'lab.freeze("mlp.0", what="post", stored="tensors/a.npy")',
  ],
  [
    intervene(["resid_pre.1"], PATCH, { positions: [5], source: "corrupt" }),
    'lab.patch("resid_pre.1", positions=[5], source="corrupt")',
  ],
  [intervene(["L0H1"], PATCH, { donor: "live" }), 'lab.patch("L0H1", donor="live")'],
  [intervene(["mlp.0"], scale(0.5)), 'lab.scale("mlp.0", 0.5)'],
  [intervene(["mlp.0"], scale(-1)), 'lab.scale("mlp.0", -1)'],
  [intervene(["mlp.0"], scale(1 / 3)), 'lab.scale("mlp.0", 0.333333)'],
  [intervene(["mlp.0"], scale(0.00001)), 'lab.scale("mlp.0", 1e-05)'],
  [intervene(["mlp.0"], scale(2_500_000)), 'lab.scale("mlp.0", 2.5e+06)'],
  [intervene(["resid_pre.1"], steer("royal", { strength: 4 })), 'lab.steer("resid_pre.1", "royal", scale=4)'],
  [
    intervene(["mlp.0"], steer("royal", { how: "remove", on: "generated" })),
    'lab.steer("mlp.0", "royal", how="remove", on="generated")',
  ],
  [intervene(["L1H6"], knockout([4]), { positions: [11] }), 'lab.knockout("L1H6", src=[4], dst=[11])'],
  [intervene(["L1H6", "L0H1"], keep("mean")), 'lab.keep(["L1H6", "L0H1"])'],
  [intervene(["L1H6"], keep("zero")), 'lab.keep("L1H6", mode="zero")'],
  [intervene([], LINEARISE), "lab.linearise()"],
  [
    intervene(["mlp.0"], { op: "custom", function: "halve", source: "", needs: [], key: "1" }),
    'lab.custom("mlp.0", halve)',
  ],
  [{ kind: "reorder", ids: ["a", "b"] }, 'lab.reorder(["a", "b"])'],
  [{ kind: "use_pair", name: "ioi", index: 3 }, 'lab.use_pair("ioi", 3)'],
  [{ kind: "forget", what: "direction", name: "royal" }, 'lab.forget("royal", what="direction")'],
  [{ kind: "save_state", name: "a" }, 'lab.save("a")'],
  [{ kind: "load_state", name: "a" }, 'lab.load("a")'],
  [{ kind: "restore_weights", targets: [] }, "lab.restore_weights()"],
  [{ kind: "restore_weights", targets: ["L0H1", "mlp.0"] }, 'lab.restore_weights("L0H1", "mlp.0")'],
  [
    { kind: "set_reference", name: "names", prompts: [TEXT, IDS], n: null, seed: 0, stored: null },
    'lab.reference("names", ["a b", [1, 2]])',
  ],
  [
    { kind: "set_reference", name: "names", prompts: [TEXT], n: 4, seed: 2, stored: null },
    'lab.reference("names", ["a b"], n=4, seed=2)',
  ],
  [
    {
      kind: "set_direction",
      name: "royal",
      recipe: { kind: "contrast", positive: "kings", negative: [TEXT], at: "resid_post.0", position: null },
      stored: null,
    },
    'lab.direction("royal", positive="kings", negative=["a b"], at="resid_post.0", position=None)',
  ],
  [
    {
      kind: "set_direction",
      name: "royal",
      recipe: {
        kind: "tokens",
        terms: [
          { token: " king", weight: 1 },
          { token: 7, weight: -0.5 },
        ],
        space: "embed",
      },
      stored: null,
    },
    'lab.direction("royal", tokens={" king": 1, 7: -0.5}, space="embed")',
  ],
  [{ kind: "release", ids: [], targets: ["L1H6"] }, 'lab.release("L1H6")'],
  [{ kind: "release", ids: ["a", "b"], targets: [] }, 'lab.release(["a", "b"])'],
  [{ kind: "set_enabled", id: "a", enabled: false }, 'lab.disable("a")'],
  [{ kind: "clear" }, "lab.clear()"],
  [{ kind: "undo" }, "lab.undo()"],
  [{ kind: "open_model", source: "gpt2", folded: true }, 'lab.open("gpt2", folded=True)'],
  [
    setMetric({ metric_kind: "logit_diff", answer: " Hart", distractor: 7 }),
    'lab.metric("logit_diff", answer=" Hart", distractor=7)',
  ],
  [
    setMetric({ metric_kind: "prob", answer: [" Hart", [5, 9]], over: "logsumexp" }),
    'lab.metric("prob", answer=[" Hart", [5, 9]], over="logsumexp")',
  ],
  [setMetric({ metric_kind: "loss", positions: [2] }), 'lab.metric("loss", positions=[2])'],
  [setMetric({}), "lab.metric(None)"],
])("%j is %s", (action, code) => {
  expect(codeFor(action)).toBe(code);
});

test("prompts, however hostile, are one literal", () => {
  const clean = { kind: "text", text: 'He said "no"\n\\ and left' } as const;
  const corrupt: IdsSource = { kind: "ids", ids: [1, 2], labels: null };
  expect(codeFor({ kind: "set_prompt", clean, counterfactuals: null })).toBe(
    String.raw`lab.prompt('He said "no"\n\\ and left')`,
  );
  expect(codeFor({ kind: "set_prompt", clean: corrupt, counterfactuals: { corrupt: clean } })).toBe(
    String.raw`lab.prompt([1, 2], corrupt='He said "no"\n\\ and left')`,
  );
  expect(codeFor({ kind: "set_prompt", clean: corrupt, counterfactuals: { a: clean, b: corrupt } })).toBe(
    String.raw`lab.prompt([1, 2], corrupt={"a": 'He said "no"\n\\ and left', "b": [1, 2]})`,
  );
});
