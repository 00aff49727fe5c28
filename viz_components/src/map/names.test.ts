import { expect, it } from "vitest";
import { structureOf } from "../examples/structures";
import { listComponents } from "./listComponents";
import { accessibleName } from "./names";

it("names every kind of component in words", () => {
  const structure = structureOf({ layers: 1, heads: 4, keyValueHeads: 2, norm: "RMS" });
  const names = new Map(listComponents(structure).map(({ component, name }) => [component, name]));
  expect(Object.fromEntries(names)).toEqual({
    embed: "Token embedding",
    pos_embed: "Position embedding",
    "resid_pre.0": "Residual stream before layer 0",
    "attn.0": "Attention of layer 0",
    L0H0: "Head 0 of layer 0",
    L0H1: "Head 1 of layer 0",
    L0H2: "Head 2 of layer 0",
    L0H3: "Head 3 of layer 0",
    L0KV0: "Key-value group 0 of layer 0, heads 0 to 1",
    L0KV1: "Key-value group 1 of layer 0, heads 2 to 3",
    "ln1.0": "RMS norm before attention of layer 0",
    "resid_mid.0": "Residual stream inside layer 0",
    "mlp.0": "MLP of layer 0",
    "ln2.0": "RMS norm before the MLP of layer 0",
    "resid_post.0": "Residual stream after layer 0",
    ln_final: "RMS norm before the unembedding",
    unembed: "Unembedding",
  });
});

it("adds states and remarks to the name", () => {
  expect(accessibleName("Head 6 of layer 1", ["ablated", "weights-changed"], undefined)).toBe(
    "Head 6 of layer 1, ablated, weights changed",
  );
  expect(accessibleName("MLP of layer 0", ["knocked-out", "scaled"], "why", { scaled: "at ·a-b (1)" })).toBe(
    "MLP of layer 0, knocked out, scaled at ·a-b (1), why",
  );
});
