import { expect, test } from "vitest";
import { state } from "../testing/states";
import { reloading } from "./reload";

test("the same source with the same numerics", () => {
  const { model } = state();
  expect(model && reloading({ ...model, kind: "hub", source: "gpt2", mode: "folded" })).toEqual({
    kind: "open_model",
    source: "gpt2",
    folded: true,
  });
});

test("a model that only the kernel has can't be loaded again", () => {
  const { model } = state();
  expect(model && reloading({ ...model, kind: "live" })).toBeNull();
  expect(reloading(null)).toBeNull();
});
