import { expect, test } from "vitest";
import { structure } from "../testing/states";
import { fadedOf, NO_FILTER, namedBy } from "./fading";

const model = structure();
const heads = (layer: number) => [0, 1, 2, 3].map((head) => `L${layer}H${head}`);

test("without a filter nothing steps back", () => {
  expect(fadedOf(model, NO_FILTER, undefined).size).toBe(0);
  expect(fadedOf(model, { names: " ", threshold: 0 }, { values: { L0H0: 1 }, label: "" }).size).toBe(0);
});

test("names, globs and ranges of layers are left in sight", () => {
  const left = (names: string) => {
    const faded = fadedOf(model, { names, threshold: 0 }, undefined);
    return [...heads(0), ...heads(1), "mlp.0", "mlp.1"].filter((name) => !faded.has(name));
  };
  expect(left("L1H* mlp.0")).toEqual([...heads(1), "mlp.0"]);
  expect(left("0.2,L1H3")).toEqual(["L0H2", "L1H3"]);
  expect(left("1-7")).toEqual([...heads(1), "mlp.1"]);
  expect(left("L0")).toEqual([...heads(0), "mlp.0"]);
  expect(left("nobody")).toEqual([]);
  expect(namedBy(model, "nobody")).toEqual([]);
});

test("numbers below the threshold step back, and so does what has none", () => {
  const colouring = { values: { L0H0: -4, L0H1: 1, L1H2: 2 }, label: "effect" };
  const faded = fadedOf(model, { names: "", threshold: 0.5 }, colouring);
  expect(faded.has("L0H0") || faded.has("L1H2")).toBe(false);
  expect([faded.has("L0H1"), faded.has("mlp.0")]).toEqual([true, true]);
  expect(fadedOf(model, { names: "", threshold: 0.5 }, undefined).size).toBe(0);
});
