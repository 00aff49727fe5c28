import { expect, test } from "vitest";
import { structure } from "../testing/states";
import type { CircuitEdge } from "./circuit";
import { firstReaching, reaches } from "./reaching";

const edges = (...pairs: [string, string][]): CircuitEdge[] =>
  pairs.map(([sender, receiver], i) => ({
    key: `${sender} → ${receiver}`,
    sender,
    receiver,
    order: i + 1,
    estimated: 1,
    patched: null,
    interval: null,
  }));

const CHAIN = edges(["L1H2", "logits"], ["mlp.0", "L1H2.k"], ["L0H1", "L1H2.q"], ["resid_pre.0", "L0H1.v"]);

test("a circuit grows from the logits, and reaches the embedding late or never", () => {
  expect(reaches(CHAIN, structure())).toBe(true);
  expect(reaches(CHAIN.slice(0, 3), structure())).toBe(false);
  expect(firstReaching(CHAIN, 4, structure())).toBe(4);
  expect(firstReaching([...CHAIN, ...edges(["mlp.1", "logits"])], 4, structure())).toBe(4);
  expect(firstReaching(CHAIN, 3, structure())).toBeNull();
  expect(firstReaching(edges(["resid_pre.0", "logits"]), 1, structure())).toBe(1);
});

test("heads that share keys are reached through them", () => {
  const shared = edges(["L1H3", "logits"], ["resid_pre.0", "L1KV1.k"]);
  expect(reaches(shared, structure(2))).toBe(true);
  expect(reaches(edges(["L1H0", "logits"], ["resid_pre.0", "L1KV1.k"]), structure(2))).toBe(false);
});
