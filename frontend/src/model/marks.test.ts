import { expect, test } from "vitest";
import { intervention, state } from "../testing/states";
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
    { op: "scale", label: "Scale", key: "C", state: "scaled", glyph: "×", choices: [], targets: ["head"] },
  ];
  const scaled = intervention(["L0H0"], { operation: { op: "scale", factor: 2 } });
  expect(marksOf(state({ operations, interventions: [scaled] })).states).toEqual({ L0H0: ["scaled"] });
});

test("what does not act says so and why, and is not drawn as if it did", () => {
  const status = {
    state: "inactive",
    reason: "other length",
    fired: { page: 0, cell: null },
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
