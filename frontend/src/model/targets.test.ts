import { expect, test } from "vitest";
import { structure } from "../testing/states";
import { hookComponent, targetIndex } from "./targets";

const touched = targetIndex(structure());

test.each([
  ["L1H2", ["L1H2"]],
  ["1.2", ["L1H2"]],
  ["L1H2.pattern", ["L1H2"]],
  ["1.2.z", ["L1H2"]],
  ["mlp.1", ["mlp.1"]],
  ["mlp.1.n128", ["mlp.1"]],
  ["resid_mid.0", ["resid_mid.0"]],
  ["ln_final", ["ln_final"]],
  ["L0H*", ["L0H0", "L0H1", "L0H2", "L0H3"]],
  ["L?H3.pattern", ["L0H3", "L1H3"]],
  ["L0H[12]", ["L0H1", "L0H2"]],
  ["attn.*", ["attn.0", "attn.1"]],
  ["blocks.1.attn.hook_z", ["attn.1"]],
  ["blocks.*.hook_resid_pre", ["resid_pre.0", "resid_pre.1"]],
  ["blocks.0.mlp.hook_post", ["mlp.0"]],
  ["blocks.0.ln1.hook_scale", ["ln1.0"]],
  ["L9H9", []],
  ["nonsense", []],
  ["(((", []],
])("%s touches %j", (target, components) => {
  expect(touched(target)).toEqual(components);
});

test("a key-value group touches itself and the heads that it serves", () => {
  const grouped = targetIndex(structure(2));
  expect(grouped("L0KV1")).toEqual(["L0KV1", "L0H2", "L0H3"]);
  expect(grouped("L0KV1.k")).toEqual(["L0KV1", "L0H2", "L0H3"]);
});

test.each([
  ["blocks.3.hook_attn_out", "attn.3"],
  ["blocks.3.attn.hook_pattern", "attn.3"],
  ["blocks.3.hook_mlp_out", "mlp.3"],
  ["blocks.3.ln2_post.hook_scale", "ln2_post.3"],
  ["hook_embed", "embed"],
  ["hook_pos_embed", "pos_embed"],
  ["ln_final.hook_normalized", "ln_final"],
  ["unembed.hook_out", "unembed"],
  ["L1H2", null],
])("the hook %s belongs to %s", (hook, component) => {
  expect(hookComponent(hook)).toBe(component);
});
