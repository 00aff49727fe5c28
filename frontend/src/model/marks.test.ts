import { expect, test } from "vitest";
import { ablate, keep, PATCH } from "../acts/operations";
import type { Intervention } from "../acts/records";
import { intervention, LINEARISE, state } from "../testing/states";
import { interventionsOn, marksOf } from "./marks";

const FROZEN = { op: "freeze", what: "pattern" } as const;

test("each intervention lights its components with the kernel's own word", () => {
  const { states, remarks } = marksOf(
    state({ interventions: [intervention(["L1H2", "mlp.0"]), intervention(["1.2"], { operation: FROZEN })] }),
  );
  expect(states).toEqual({ L1H2: ["ablated", "frozen"], "mlp.0": ["ablated"] });
  expect(remarks).toEqual({});
});

test("an operation that this page has never heard of needs no change here", () => {
  const operations = [
    {
      op: "scale",
      label: "Scale",
      key: "C",
      state: "scaled",
      glyph: "×",
      hint: "",
      choices: [],
      targets: ["head"],
    },
  ];
  const scaled = intervention(["L0H0"], { operation: { op: "scale", factor: 2 } });
  expect(marksOf(state({ operations, interventions: [scaled] })).states).toEqual({ L0H0: ["scaled"] });
});

test("what is done to the stream is told beside it", () => {
  const patched = intervention(["resid_pre.1"], {
    operation: PATCH,
    source: { kind: "prompt", prompt: "corrupt", donor: "plain" },
    positions: [{ index: 2, token: " b", role: null }],
  });
  expect(marksOf(state({ interventions: [patched] })).captions).toEqual({
    "resid_pre.1": "patch from corrupt, at ·b (2)",
  });
});

test("what holds at some tokens only is told with these, unless it holds everywhere beside them", () => {
  const at = (...indices: number[]) => ({
    positions: indices.map((index) => ({ index, token: "a", role: null })),
  });
  const partly = (...interventions: Intervention[]) => marksOf(state({ interventions })).partly;
  expect(
    partly(intervention(["L0H0"]), intervention(["L0H1"], at(1)), intervention(["L0H1"], at(2))),
  ).toEqual({
    L0H1: { ablated: "at a (1), at a (2)" },
  });
  expect(partly(intervention(["L0H1"], at(1)), intervention(["L0H1"]))).toEqual({});
  expect(partly(intervention(["L0H1"], at(0, 1, 2, 3)))).toEqual({ L0H1: { ablated: "at 4 tokens" } });
  const entries = { ...ablate("zero"), src: [0], tokens: ["<bos>"] };
  expect(partly(intervention(["L0H1"], { operation: entries }))).toEqual({
    L0H1: { ablated: "towards <bos> (0)" },
  });
});

test("what is kept is marked, and what the whole model holds is marked everywhere", () => {
  const kept = intervention(["L0H1", "mlp.0"], { operation: keep("mean") });
  expect(marksOf(state({ interventions: [kept] })).states).toEqual({ L0H1: ["kept"], "mlp.0": ["kept"] });
  const held = intervention([], { operation: LINEARISE });
  const { states } = marksOf(state({ interventions: [held] }));
  expect(Object.keys(states)).toHaveLength(8 + 3);
  expect(states["ln1.1"]).toEqual(["frozen"]);
});

test("what does not act says so and why, and is not drawn as if it did", () => {
  const status = {
    state: "inactive",
    reason: "other length",
    fired: { page: 0, cell: null, steps: 0 },
    delta_norm: null,
  } as const;
  const { states, remarks } = marksOf(
    state({ interventions: [intervention(["L0H1"], { status: { ...status, note: null } })] }),
  );
  expect(states).toEqual({ L0H1: ["inactive"] });
  expect(remarks).toEqual({ L0H1: 'lab.ablate("L0H1"): other length' });
});

test("what is switched off leaves no mark", () => {
  expect(marksOf(state({ interventions: [intervention(["L0H1"], { enabled: false })] })).states).toEqual({});
});

test("findings are marked where the kernel found them", () => {
  const findings = {
    hooks: [
      { component: "attn.1", hook: "blocks.1.attn.hook_z", name: "f", direction: "fwd", permanent: false },
    ],
    weights: [{ component: "L0H3", tensor: "blocks.0.attn.W_O", delta_norm: 2 }],
    moving: false,
    flags: [],
  };
  expect(marksOf(state({ findings })).states).toEqual({ "attn.1": ["hooked"], L0H3: ["weights-changed"] });
});

test("without a model nothing is marked", () => {
  expect(marksOf(state({ model: null, interventions: [intervention(["L0H1"])] })).states).toEqual({});
});

test("the interventions on a component, by whatever name they have it", () => {
  const glob = intervention(["L0H*"]);
  const other = intervention(["L1H0"]);
  expect(interventionsOn(state({ interventions: [glob, other] }), "L0H3")).toEqual([glob]);
});
