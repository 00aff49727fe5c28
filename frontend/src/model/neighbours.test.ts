import { expect, test } from "vitest";
import { structure } from "../testing/states";
import { neighbour } from "./neighbours";

test.each([
  [undefined, "right", "L0H0"],
  ["L0H0", "right", "L0H1"],
  ["L0H3", "right", "L0H3"],
  ["L0H2", "left", "L0H1"],
  ["L0H2", "up", "mlp.0"],
  ["mlp.0", "up", "L1H0"],
  ["L1H3", "down", "mlp.0"],
  ["mlp.1", "up", "mlp.1"],
] as const)("from %s %s to %s", (from, direction, to) => {
  expect(neighbour(structure(), from, direction)).toBe(to);
});
