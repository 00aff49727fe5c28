import { expect, test } from "vitest";
import { PATCH } from "../acts/operations";
import { experiment, tensors } from "../testing/experiments";
import { intervention, metricOf, prompt, state } from "../testing/states";
import { applying, heldCells } from "./applying";
import { changedSince } from "./changedSince";
import { goneFrom } from "./footing";
import { gridOf } from "./grid";
import { cellName, spotOf } from "./spots";

const HERE = prompt("clean", "<bos>", "a", " b");
const THERE = prompt("corrupt", "<bos>", "c", " b");
const THIRD = prompt("third", "<bos>", "d", " b");
const APPLICATION = {
  operation: PATCH,
  base: "clean",
  source: "corrupt",
  each: [],
  targets: ["resid_pre.0", "resid_pre.1"],
  also: [],
  reason: null,
};
const NOISE = experiment({}, { prompts: [HERE, THERE] });
const DENOISE = experiment(
  { application: { ...APPLICATION, base: "corrupt", source: "clean" } },
  { prompts: [THERE, HERE], base: "corrupt", donor: "clean" },
);
const STATE = state({ clean: HERE, counterfactuals: [THERE], metric: metricOf("a", "c") });
const CELL = { row: 1, col: 2 };
const ALL = [2, 2, 2, 2, 2, 2];

function click(shown: typeof STATE, found = NOISE, cell = CELL) {
  const grid = gridOf(found, tensors([1, 2, 3, 4, 5, 6], ALL));
  if (!grid) throw new Error("no grid");
  return applying(shown, found, grid, cell);
}

test("a prompt is known by its tokens, whatever it is called now", () => {
  const renamed = { ...STATE, counterfactuals: [THIRD, { ...THERE, name: "other" }] };
  expect(click(renamed)).toMatchObject({
    action: { source: "other", targets: ["resid_pre.1"], positions: [2] },
  });
  expect(changedSince(renamed, NOISE)).toBeNull();
});

test("what acts in the counterfactual's run has the two change places first, and keeps what is measured", () => {
  expect(click(STATE, DENOISE)).toMatchObject({
    missing: {
      label: "Swap the prompts and apply",
      metric: { kind: "set_metric", answer: "a", distractor: "c" },
      prompts: { clean: THERE.source, counterfactuals: { corrupt: HERE.source } },
    },
    act: { source: "corrupt", targets: ["resid_pre.1"], positions: [2] },
  });
  const swapped = {
    ...STATE,
    clean: { ...THERE, name: "clean" },
    counterfactuals: [{ ...HERE, name: "corrupt" }],
  };
  expect(click(swapped, DENOISE)).toMatchObject({ action: { source: "corrupt" } });
  expect(click(swapped)).toMatchObject({ missing: { prompts: { clean: HERE.source } } });
});

test("prompts that are gone are put back, and the others stay", () => {
  const elsewhere = { ...STATE, clean: { ...THIRD, name: "clean" }, counterfactuals: [THIRD] };
  expect(goneFrom(elsewhere, NOISE)).toEqual([HERE, THERE]);
  expect(changedSince(elsewhere, NOISE)).toBe(
    "This was found on another prompt: “<bos>a b”, with “<bos>c b”.",
  );
  const halved = { ...STATE, counterfactuals: [THIRD] };
  expect(changedSince(halved, NOISE)).toBe(
    "This was found on “<bos>a b”, with “<bos>c b”, which is no longer there.",
  );
  expect(click(elsewhere)).toMatchObject({
    missing: {
      metric: null,
      prompts: { clean: HERE.source, counterfactuals: { third: THIRD.source, corrupt: THERE.source } },
    },
    act: { source: "corrupt" },
  });
  expect(click({ ...STATE, counterfactuals: [] })).toMatchObject({
    missing: { prompts: { clean: HERE.source, counterfactuals: { corrupt: THERE.source } } },
  });
});

test("where each row has a prompt of its own, values come from that one", () => {
  const axes = [
    { name: "prompt", labels: ["corrupt", "third"] },
    { name: "layer", labels: ["0", "1", "2"] },
  ];
  const each = ["corrupt", "third"].map((source) => ({ base: "clean", source }));
  const targets = ["mlp.0", "mlp.1", "mlp.2", "mlp.0", "mlp.1", "mlp.2"];
  const stacked = experiment(
    { axes, application: { ...APPLICATION, each, targets } },
    { prompts: [HERE, THERE, THIRD] },
  );
  const both = { ...STATE, counterfactuals: [THERE, THIRD] };
  expect(click(both, stacked, { row: 1, col: 1 })).toMatchObject({
    action: { source: "third", targets: ["mlp.1"] },
  });
  const grid = gridOf(stacked, tensors([1, 2, 3, 4, 5, 6], ALL));
  const held = intervention(["mlp.1"], {
    operation: PATCH,
    source: { kind: "prompt", prompt: "third", donor: "plain" },
  });
  const found = grid && heldCells({ ...both, interventions: [held] }, stacked, grid);
  expect(found?.map(({ cell }) => cell)).toEqual([{ row: 1, col: 1 }]);
  expect(grid && cellName(stacked, grid, { row: 1, col: 1 })).toBe("mlp.1 from third");
});

test("an entry of a pattern is patched at its query and its key", () => {
  const axes = [
    { name: "head", labels: ["0", "1"] },
    { name: "dst", labels: ["0 <bos>", "1 a", "2  b"] },
    { name: "src", labels: ["0 <bos>", "1 a", "2  b"] },
  ];
  const entries = experiment(
    { axes, application: { ...APPLICATION, targets: ["L0H0.pattern", "L0H1.pattern"] } },
    { prompts: [HERE, THERE] },
  );
  const grid = gridOf(entries, tensors(Array(18).fill(1), Array(18).fill(2)));
  if (!grid) throw new Error("no grid");
  const cell = { row: 5, col: 1 };
  expect(spotOf(entries, grid, cell)).toEqual({ place: 1, position: 2, key: 1 });
  expect(applying(STATE, entries, grid, cell)).toMatchObject({
    action: { targets: ["L0H1.pattern"], operation: { op: "patch", src: [1] }, positions: [2] },
  });
  expect(cellName(entries, grid, cell)).toBe("L0H1.pattern from ·b (2) to a (1)");
  const held = intervention(["L0H1.pattern"], {
    operation: { ...PATCH, src: [1], tokens: ["a"] },
    source: { kind: "prompt", prompt: "corrupt", donor: "plain" },
    positions: [{ index: 2, token: " b", role: null }],
  });
  expect(heldCells({ ...STATE, interventions: [held] }, entries, grid).map((each) => each.cell)).toEqual([
    cell,
  ]);
});

test("a whole layer is two places at once", () => {
  const layers = experiment(
    { application: { ...APPLICATION, targets: ["attn.0", "attn.1"], also: ["mlp.0", "mlp.1"] } },
    { prompts: [HERE, THERE] },
  );
  expect(click(STATE, layers)).toMatchObject({ action: { targets: ["attn.1", "mlp.1"], positions: [2] } });
});
