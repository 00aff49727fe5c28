import { expect, test } from "vitest";
import { experiment, tensors } from "../testing/experiments";
import { gridOf } from "./grid";
import { cellName, targetsOf } from "./spots";

const ROLES = ["x", "y", "end"];

function made(axes: readonly (readonly [string, string[]])[], targets: string[]) {
  const { application } = experiment();
  if (!application) throw new Error("no application");
  const named = axes.map(([name, labels]) => ({ name, labels }));
  const n = axes.reduce((count, [, labels]) => count * labels.length, 1);
  const found = experiment({ axes: named, application: { ...application, targets } }, { n_pairs: 2 });
  const grid = gridOf(found, tensors(Array(n).fill(1), Array(n).fill(2)));
  if (!grid) throw new Error("no grid");
  return { found, grid };
}

test("a place has as many cells as there are roles", () => {
  const { found, grid } = made(
    [
      ["layer", ["0", "1"]],
      ["role", ROLES],
    ],
    ["resid_pre.0", "resid_pre.1"],
  );
  expect(targetsOf(found, grid, { row: 0, col: 1 })).toEqual(["resid_pre.0"]);
  expect(cellName(found, grid, { row: 1, col: 2 })).toBe("resid_pre.1 at end");
});

test("entries of patterns between roles are called by these", () => {
  const { found, grid } = made(
    [
      ["layer", ["0"]],
      ["head", ["0", "1"]],
      ["dst", ROLES],
      ["src", ROLES],
    ],
    ["L0H0.pattern", "L0H1.pattern"],
  );
  expect(cellName(found, grid, { row: 5, col: 1 })).toBe("L0H1.pattern from end to y");
});
