import { expect, test } from "vitest";
import { startCode } from "./experimentCode";

const SOURCE = { direction: "noise" as const, by_position: null, source: null };
const SWEEP = {
  experiment: "sweep" as const,
  what: "z",
  ablate: null,
  only: [],
  draws: 8,
  seed: 0,
  top: 20,
  over: null,
  by: null,
  ...SOURCE,
};
const PATH = {
  experiment: "path" as const,
  sender: "z",
  receivers: ["L1H6.q"],
  via: "direct" as const,
  norm: "live" as const,
  over: null,
  by: null,
  ...SOURCE,
};
const ATTRIBUTION = {
  experiment: "attribution" as const,
  what: "z",
  verify: 20,
  sample: 20,
  seed: 0,
  steps: 1,
  over: null,
  by: null,
  ...SOURCE,
};
const EDGES = {
  experiment: "edges" as const,
  direction: "noise" as const,
  source: null,
  verify: 10,
  sample: 10,
  seed: 0,
  steps: 1,
  over: null,
};
const FAITHFULNESS = {
  experiment: "faithfulness" as const,
  edges: [{ sender: "L0H1", receiver: "L1H0.k" }],
  operation: "patch" as const,
  source: null,
  reference: null,
  random: 10,
  seed: 0,
  over: null,
  found_by: null,
};

test("a line says what is not usual", () => {
  expect(startCode(SWEEP)).toBe('lab.sweep("z")');
  expect(startCode({ ...SWEEP, only: ["L1H6", "L0*"], direction: "both" })).toBe(
    'lab.sweep("z", direction="both", only=["L1H6", "L0*"])',
  );
  expect(startCode({ ...SWEEP, ablate: "resample", direction: "both", draws: 3, seed: 1 })).toBe(
    'lab.sweep("z", ablate="resample", draws=3, seed=1)',
  );
  expect(startCode({ ...SWEEP, over: "ioi", by: "role" })).toBe('lab.sweep("z", over="ioi", by="role")');
  expect(startCode(PATH)).toBe('lab.path("z", "L1H6.q")');
  expect(startCode({ ...PATH, receivers: ["L1H6.q", "mlp.1"], via: "mlps", norm: "frozen" })).toBe(
    'lab.path("z", ["L1H6.q", "mlp.1"], via="mlps", norm="frozen")',
  );
  expect(startCode({ ...PATH, direction: "denoise", by_position: true, source: "first" })).toBe(
    'lab.path("z", "L1H6.q", by_position=True, direction="denoise", source="first")',
  );
  expect(startCode({ ...PATH, over: "ioi", by: "role", direction: "both" })).toBe(
    'lab.path("z", "L1H6.q", over="ioi", by="role", direction="both")',
  );
  expect(startCode(ATTRIBUTION)).toBe('lab.attribution("z")');
  expect(startCode({ ...ATTRIBUTION, verify: 5, sample: 0, seed: 2, direction: "denoise" })).toBe(
    'lab.attribution("z", direction="denoise", verify=5, sample=0, seed=2)',
  );
  expect(startCode({ ...ATTRIBUTION, steps: 5 })).toBe('lab.attribution("z", steps=5)');
  expect(startCode({ ...ATTRIBUTION, over: "ioi", by: "role" })).toBe(
    'lab.attribution("z", over="ioi", by="role")',
  );
});

test("edges and circuits have lines too", () => {
  expect(startCode(EDGES)).toBe("lab.edges()");
  expect(startCode({ ...EDGES, source: "first", verify: 2, steps: 20 })).toBe(
    'lab.edges(source="first", verify=2, steps=20)',
  );
  expect(startCode({ ...EDGES, over: "ioi", verify: 2 })).toBe('lab.edges(over="ioi", verify=2)');
  expect(startCode({ ...FAITHFULNESS, over: "ioi", random: 1 })).toBe(
    'lab.faithfulness([["L0H1", "L1H0.k"]], over="ioi", random=1)',
  );
  expect(startCode(FAITHFULNESS)).toBe('lab.faithfulness([["L0H1", "L1H0.k"]])');
  expect(startCode({ ...FAITHFULNESS, operation: "mean", reference: "others", random: 1 })).toBe(
    'lab.faithfulness([["L0H1", "L1H0.k"]], operation="mean", reference="others", random=1)',
  );
});
