import { expect, test } from "vitest";
import { codeFor } from "../code/codeFor";
import { metricOf, pairSet, prompt, state } from "../testing/states";
import { apartIn, usualApart } from "./apart";
import { hindrance } from "./hindrance";
import { howsOf, withReceiver } from "./hows";
import { calledByTokens, offerOf, offersIn, offersOver } from "./offers";
import { choosing, EDGES, FIRST_DRAFT, specOf, starting } from "./starting";

const METRIC = metricOf(" Hart", " Carroll");
const READY = state({
  clean: prompt("clean", "<bos>", "Alex", " Hart"),
  counterfactuals: [
    { ...prompt("corrupt", "<bos>", "Alex", " Carroll"), tokens: tokens(0, 1, 9) },
    prompt("longer", "<bos>", "a", "b", "c"),
  ],
  metric: METRIC,
});

function tokens(...ids: number[]) {
  return ids.map((id) => ({ id, text: ["<bos>", "Alex"][id] ?? " Carroll", role: null }));
}

test("a draft's line leaves out what goes without saying", () => {
  const line = (change: object) => codeFor(starting(specOf({ ...FIRST_DRAFT, ...change }, READY.sweeps)));
  expect(line({})).toBe('lab.sweep("resid_pre")');
  expect(line({ byPosition: true })).toBe('lab.sweep("resid_pre")');
  expect(line({ what: "z", byPosition: true })).toBe('lab.sweep("z", by_position=True)');
  expect(line({ direction: "denoise", source: "longer" })).toBe(
    'lab.sweep("resid_pre", direction="denoise", source="longer")',
  );
  expect(line({ put: "zero", direction: "denoise", source: "longer" })).toBe(
    'lab.sweep("resid_pre", ablate="zero")',
  );
  expect(line({ put: "mean", source: "names" })).toBe(
    'lab.sweep("resid_pre", ablate="mean", source="names")',
  );
  expect(line({ put: "resample", source: "names" })).toBe(
    'lab.sweep("resid_pre", ablate="resample", source="names")',
  );
  expect(line({ direction: "both", source: "all" })).toBe(
    'lab.sweep("resid_pre", direction="both", source="all")',
  );
});

test("estimates and paths have lines of their own, and ablations know neither", () => {
  const line = (change: object) => codeFor(starting(specOf({ ...FIRST_DRAFT, ...change }, READY.sweeps)));
  expect(line({ how: "estimated", what: "z", byPosition: true })).toBe(
    'lab.attribution("z", by_position=True)',
  );
  expect(line({ how: "finely", what: "z" })).toBe('lab.attribution("z", steps=20)');
  expect(line({ how: { into: ["L1H6.q"] }, what: "z", direction: "denoise" })).toBe(
    'lab.path("z", "L1H6.q", direction="denoise")',
  );
  expect(line({ how: { into: ["L1H6.q", "logits"] }, what: "z", via: "mlps", norm: "frozen" })).toBe(
    'lab.path("z", ["L1H6.q", "logits"], via="mlps", norm="frozen")',
  );
  expect(line({ how: "estimated", what: "z", verify: 5, sample: 0 })).toBe(
    'lab.attribution("z", verify=5, sample=0)',
  );
  expect(line({ how: "estimated", put: "zero" })).toBe('lab.sweep("resid_pre", ablate="zero")');
});

test("paths lead to what is selected, from what writes into the stream", () => {
  const labels = (change: object, ...selection: string[]) =>
    howsOf({ ...FIRST_DRAFT, ...change }, selection).map(([label]) => label);
  expect(labels({ what: "z" }, "L1H6", "mlp.1")).toEqual([
    "patched",
    "estimated first",
    "estimated in 20 steps",
    "paths into logits",
    "paths into L1H6.q",
    "paths into L1H6.k",
    "paths into L1H6.v",
    "paths into mlp.1",
  ]);
  expect(labels({ what: "z", how: { into: ["logits", "L1H6.k"] } }).slice(-3)).toEqual([
    "paths into logits",
    "paths into L1H6.k",
    "paths into logits, L1H6.k",
  ]);
  expect(withReceiver(["logits"], "mlp.1")).toEqual({ into: ["logits", "mlp.1"] });
  expect(withReceiver(["logits", "mlp.1"], "logits")).toEqual({ into: ["mlp.1"] });
  expect(withReceiver(["mlp.1"], "mlp.1")).toEqual({ into: ["mlp.1"] });
  expect(labels({ what: "q" }, "L1H6")).toEqual(["patched", "estimated first", "estimated in 20 steps"]);
  expect(labels({ put: "zero" }, "L1H6")).toEqual(["patched"]);
  expect(labels({ what: "q", direction: "both" })).toEqual(["patched"]);
});

test("both runs are called by the tokens in which they differ first", () => {
  expect(calledByTokens(READY, null)).toEqual(["Hart", "Carroll"]);
  expect(offersIn(READY).map(({ label }) => label)).toEqual([
    "Carroll’s values put into the Hart run",
    "Hart’s values put into the Carroll run",
    "mean of both ways between Hart and Carroll",
    "longer’s values put into the clean run",
    "clean’s values put into the longer run",
    "mean of both ways between clean and longer",
    "values of each of 2 put into the clean run",
    "zeros put in",
    "the prompt's own mean put in",
  ]);
});

test("an offer is found again by its draft", () => {
  const offers = offersIn(READY);
  expect(offerOf(offers, { ...FIRST_DRAFT, direction: "denoise" })?.label).toBe(
    "Hart’s values put into the Carroll run",
  );
  expect(offerOf(offers, { ...FIRST_DRAFT, source: "gone" })).toBeUndefined();
  expect(offerOf(offers, { ...FIRST_DRAFT, put: "zero", direction: "denoise" })?.label).toBe("zeros put in");
});

test("what is missing is said before it fails", () => {
  const by = (put: "prompt" | "zero", source: string | null = null) => ({ put, source, over: null });
  expect(hindrance(READY, by("prompt"))).toBeNull();
  expect(hindrance({ ...READY, clean: null }, by("zero"))?.code).toBe("no_prompt");
  expect(hindrance({ ...READY, metric: null }, by("zero"))?.code).toBe("no_metric");
  expect(hindrance({ ...READY, counterfactuals: [] }, by("prompt"))?.code).toBe("no_counterfactual");
  expect(hindrance({ ...READY, counterfactuals: [] }, by("zero"))).toBeNull();
  expect(hindrance(READY, by("prompt", "longer"))?.code).toBe("other_length");
  expect(hindrance(READY, by("prompt", "all"))?.subject).toBe("longer");
});

test("over a set, what is told apart is said, and only what a set can take", () => {
  const line = (change: object) =>
    codeFor(starting(specOf({ ...FIRST_DRAFT, over: "ioi", ...change }, READY.sweeps)));
  expect(line({})).toBe('lab.sweep("resid_pre", over="ioi")');
  expect(line({ by: "role", direction: "denoise", source: "longer" })).toBe(
    'lab.sweep("resid_pre", over="ioi", by="role", direction="denoise")',
  );
  expect(line({ by: "none" })).toBe('lab.sweep("resid_pre", over="ioi", by_position=False)');
  const entries = { name: "pattern_entry", label: "entries", axes: ["layer", "head"], by_position: true };
  const draft = { ...FIRST_DRAFT, what: "pattern_entry", over: "ioi", by: "none" } as const;
  expect(specOf(draft, [{ ...entries, over_pairs: true }])).toMatchObject({ by: null, by_position: null });
  expect(line({ what: "z", by: "pos" })).toBe('lab.sweep("z", over="ioi", by="pos")');
  expect(line({ what: "z", by: "none", put: "zero" })).toBe('lab.sweep("z", over="ioi", ablate="zero")');
  expect(line({ put: "mean", source: "names" })).toBe(
    'lab.sweep("resid_pre", over="ioi", ablate="mean", source="names")',
  );
  expect(line({ how: "estimated", by: "role" })).toBe('lab.attribution("resid_pre", over="ioi", by="role")');
  expect(line({ how: "finely", what: "z", by: "none", verify: 5 })).toBe(
    'lab.attribution("z", over="ioi", verify=5, steps=20)',
  );
  expect(line({ how: "estimated", put: "zero" })).toBe('lab.sweep("resid_pre", over="ioi", ablate="zero")');
  expect(line({ how: "estimated", direction: "both" })).toBe(
    'lab.sweep("resid_pre", over="ioi", direction="both")',
  );
  expect(line({ direction: "both" })).toBe('lab.sweep("resid_pre", over="ioi", direction="both")');
  expect(line({ what: "embed", how: "estimated" })).toBe('lab.sweep("embed", over="ioi")');
  expect(line({ what: "neuron", how: "estimated" })).toBe('lab.sweep("neuron", over="ioi")');
  expect(line({ what: EDGES, how: "finely", direction: "denoise" })).toBe(
    'lab.edges(over="ioi", direction="denoise", steps=20)',
  );
  expect(line({ put: "resample", source: "names" })).toBe(
    'lab.sweep("resid_pre", over="ioi", ablate="resample", source="names")',
  );
  expect(line({ what: "z", how: { into: ["L1H6.q"] }, via: "mlps", by: "role" })).toBe(
    'lab.path("z", "L1H6.q", via="mlps", over="ioi", by="role")',
  );
  const labels = howsOf({ ...FIRST_DRAFT, over: "ioi" }, ["L1H6"]).map(([label]) => label);
  expect(labels.slice(0, 3)).toEqual(["patched", "estimated first", "estimated in 20 steps"]);
  expect(labels.slice(3)).toEqual(
    ["logits", "L1H6.q", "L1H6.k", "L1H6.v"].map((each) => `paths into ${each}`),
  );
});

test("a set that was chosen takes what it can, and is told when it is gone", () => {
  const ready = { ...READY, pairs: [pairSet()] };
  const draft = { ...FIRST_DRAFT, what: "embed", put: "resample", direction: "both" } as const;
  expect(choosing(ready, draft, "ioi")).toMatchObject({
    over: "ioi",
    what: "resid_pre",
    put: "resample",
    direction: "both",
  });
  expect(choosing(ready, { ...FIRST_DRAFT, source: "longer", how: "estimated" }, "ioi")).toMatchObject({
    source: null,
    how: "estimated",
  });
  expect(choosing(ready, { ...FIRST_DRAFT, what: "neuron", how: "finely" }, "ioi")).toMatchObject({
    what: "neuron",
    how: "finely",
  });
  expect(choosing(ready, { ...FIRST_DRAFT, what: "z", put: "zero", over: "ioi", by: "role" }, null)).toEqual({
    ...FIRST_DRAFT,
    what: "z",
    put: "zero",
  });
  expect(offerOf(offersOver(ready, "ioi"), { ...FIRST_DRAFT, over: "ioi" })?.group).toBe("Patch over ioi");
  const alone = { ...ready, clean: null, metric: null };
  expect(hindrance(alone, { ...FIRST_DRAFT, over: "ioi" })).toBeNull();
  expect(hindrance(ready, { ...FIRST_DRAFT, over: "gone" })?.code).toBe("no_pairs");
});

test("what can be told apart over a set: its roles, and positions where these are alike", () => {
  expect(apartIn(pairSet(), true)).toEqual(["role", "pos", "none"]);
  expect(apartIn(pairSet({ lengths: [14, 15] }), true)).toEqual(["role", "none"]);
  expect(apartIn(pairSet(), true, "pattern_entry")).toEqual(["role", "pos"]);
  expect(usualApart(pairSet(), true)).toBe("role");
  expect(usualApart(pairSet({ roles: ["end"] }), true)).toBe("pos");
  expect(usualApart(pairSet({ roles: ["end"], lengths: [3, 4] }), true)).toBe("role");
  expect(usualApart(pairSet(), false)).toBe("none");
});

test("where the metric is that of a set, the prompt alone has none", () => {
  const measured = { ...READY, metric: { ...METRIC, pairs: "ioi" } };
  expect(hindrance(measured, FIRST_DRAFT)).toMatchObject({ code: "metric_over_set", subject: "ioi" });
  expect(hindrance({ ...measured, pairs: [pairSet()] }, { ...FIRST_DRAFT, over: "ioi" })).toBeNull();
});
