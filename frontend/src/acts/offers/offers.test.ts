import { expect, test } from "vitest";
import { intervention, LINEARISE, metricOf, prompt, state } from "../../testing/states";
import { ablate } from "../operations";
import type { State } from "../records";
import { type Entry, lineOf } from "./entry";
import { offersFor } from "./offers";

const ALL = { brush: [] };

function entry(entries: readonly Entry[], ...path: string[]): Entry {
  const [first, ...rest] = path;
  const found = entries.find(({ label }) => label === first);
  if (!found) throw new Error(`no ${first} among ${entries.map(({ label }) => label).join(", ")}`);
  return rest.length === 0 || found.kind !== "sub" ? found : entry(found.entries, ...rest);
}

function code(from: State, selection: string[], aim: { brush: number[] }, ...path: string[]): string | null {
  const found = entry(offersFor(from, aim, selection, null), ...path);
  return found.kind === "way" || found.kind === "act" ? found.code : null;
}

const REFERENCE = {
  name: "names",
  tensor: "t",
  n_prompts: 2,
  n_tokens: 9,
  n_given: 2,
  seed: null,
  first: [],
  code: "",
};
const ROYAL = {
  name: "royal",
  tensor: "t",
  norm: 1,
  recipe: { kind: "given", tensor: "t" } as const,
  stamp: intervention([]).stamp,
  code: "",
};
const FULL = state({
  counterfactuals: [prompt("corrupt", "<bos>", "a", " c"), prompt("longer", "<bos>", "a", " c", " d")],
  references: [REFERENCE],
  directions: [ROYAL],
});

test.each([
  [["Ablate", "zero"], 'lab.ablate("L0H1")'],
  [["Ablate", "mean over the clean prompt"], 'lab.ablate("L0H1", mode="mean")'],
  [["Ablate", "mean over names"], 'lab.ablate("L0H1", mode="mean", source="names")'],
  [["Ablate", "resample from names"], 'lab.ablate("L0H1", mode="resample", source="names")'],
  [["Freeze", "as it is without interventions"], 'lab.freeze("L0H1")'],
  [["Freeze", "as it is now"], 'lab.freeze("L0H1", donor="live")'],
  [["Freeze", "queries"], 'lab.freeze("L0H1", what="q")'],
  [["Freeze", "from corrupt", "output z"], 'lab.freeze("L0H1", what="z", source="corrupt")'],
  [["Patch", "from corrupt"], 'lab.patch("L0H1", source="corrupt")'],
  [["Scale", "× −1"], 'lab.scale("L0H1", -1)'],
  [["Knock out", "a (1)"], 'lab.knockout("L0H1", src=[1])'],
  [["Keep only", "others zero"], 'lab.keep("L0H1", mode="zero")'],
  [["Linearise: patterns and norms"], "lab.linearise()"],
])("a head is offered %j as %s", (path, line) => {
  expect(code(FULL, ["L0H1"], ALL, ...path)).toBe(line);
});

test.each([
  ["Ablate", 'lab.ablate("mlp.0")'],
  ["Steer", 'lab.steer("mlp.0", "royal", scale=1)'],
  ["Scale", null],
])("pointed at, %s shows the line of the first of its ways, unless it asks first: %s", (label, line) => {
  const found = entry(offersFor(FULL, ALL, ["mlp.0"], null), label);
  expect(found.kind === "sub" && lineOf(found)).toBe(line);
});

test("several components and brushed tokens go into one line", () => {
  const aim = { brush: [1, 2] };
  expect(code(FULL, ["L0H1", "mlp.0"], aim, "Ablate", "zero")).toBe(
    'lab.ablate(["L0H1", "mlp.0"], positions=[1, 2])',
  );
  expect(code(FULL, ["L0H1"], aim, "Knock out", "a (1)")).toBe('lab.knockout("L0H1", src=[1], dst=[1, 2])');
  expect(code(FULL, ["resid_pre.1"], aim, "Steer", "royal", "clamp royal")).toBe(
    'lab.steer("resid_pre.1", "royal", scale=1, how="clamp", positions=[1, 2])',
  );
});

test("only the parts that all components have can be frozen", () => {
  const freeze = entry(offersFor(FULL, ALL, ["L0H1", "mlp.0"], null), "Freeze");
  expect(freeze.kind === "sub" && freeze.entries.map(({ label }) => label)).toEqual([
    "as it is without interventions",
    "as it is now",
    "from corrupt",
    "from longer",
  ]);
  const mlp = entry(offersFor(FULL, ALL, ["mlp.0"], null), "Freeze");
  expect(mlp.kind === "sub" && mlp.entries.map(({ label }) => label)).toContain(
    "neurons, after the non-linearity",
  );
});

test("what can't be done says why", () => {
  const steer = entry(offersFor(FULL, ALL, ["L0H1"], null), "Steer");
  expect(steer).toMatchObject({
    reason: "L0H1: steer works on attention layers, MLPs, the residual stream, embeddings.",
  });
  expect(entry(offersFor(FULL, ALL, ["L0H1"], null), "Patch", "from longer")).toMatchObject({
    reason: "The prompt has 3 tokens and longer has 4: a patch needs as many.",
  });
  expect(entry(offersFor(FULL, ALL, ["ln1.0"], null), "Ablate", "zero")).toMatchObject({
    reason: "As zero, a norm's scale would give no numbers.",
  });
});

test("a hook without effect on this model says so", () => {
  const lacking = state();
  if (lacking.model) lacking.model.structure.unsupported = { pattern: "Changing it has no effect." };
  expect(entry(offersFor(lacking, ALL, ["L0H1"], null), "Freeze", "attention pattern")).toMatchObject({
    reason: "Changing it has no effect.",
  });
  expect(entry(offersFor(lacking, ALL, ["L0H1"], null), "Freeze", "output z")).toMatchObject({
    reason: null,
  });
});

test("what holds the whole model is known to be held", () => {
  const held = state({ interventions: [intervention([], { operation: LINEARISE })] });
  expect(entry(offersFor(held, ALL, [], null), "Linearise: patterns and norms")).toMatchObject({
    held: true,
  });
});

test("what is missing can be made from the menu", () => {
  const bare = offersFor(state(), ALL, ["mlp.0"], null);
  expect(entry(bare, "Patch", "add a counterfactual prompt…")).toMatchObject({ asks: "counterfactual" });
  expect(entry(bare, "Steer", "new direction…")).toMatchObject({ asks: "direction" });
});

test("what is held can be let go, and its code copied", () => {
  const held = state({ interventions: [intervention(["L0H1"], { operation: ablate("zero") })] });
  const entries = offersFor(held, ALL, ["L0H1"], null);
  expect(entry(entries, "Ablate", "zero")).toMatchObject({ held: true, code: 'lab.release("L0H1")' });
  expect(entry(entries, "Release")).toMatchObject({ code: 'lab.release("L0H1")' });
  expect(entry(entries, "Copy code")).toMatchObject({ code: 'lab.ablate("L0H1")' });
  expect(offersFor(held, ALL, [], null).map(({ label }) => label)).toEqual([
    "Linearise: patterns and norms",
    "1",
    "Release all interventions",
  ]);
});

test("what the metric measures can be made a direction", () => {
  const metric = metricOf(" Hart", " Carroll");
  const measured = state({ directions: [], metric });
  const label = "make a direction of Hart − Carroll";
  expect(entry(offersFor(measured, ALL, ["resid_pre.0"], null), "Steer", label)).toMatchObject({
    code: 'lab.direction("Hart − Carroll", tokens={" Hart": 1, " Carroll": -1})',
  });
});
