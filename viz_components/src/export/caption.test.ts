import { expect, test } from "vitest";
import type { Stamp, Status } from "../protocol/gen";
import { captionOf, type Setting } from "./caption";

const STAMP: Stamp = {
  prompt: "clean",
  interventions: "live",
  weights: "loaded",
  model_hash: "0123456789abcdef",
  mode: "raw",
  dtype: "float32",
  seed: null,
};

function acting(code: string, state: Status["state"] = "active", enabled = true) {
  const fired = { page: 1, cell: null, steps: 0 };
  return { code, enabled, status: { state, reason: null, fired, delta_norm: null, note: null } };
}

function setting(interventions: Setting["interventions"] = []): Setting {
  const tokens = ["<bos>", "Her", " name\n"].map((text) => ({ text }));
  return {
    model: { name: "trafo-2l" },
    clean: { name: "clean", tokens },
    counterfactuals: [{ name: "corrupt", tokens: [{ text: `${"long ".repeat(40)}` }] }],
    interventions,
  };
}

const END = "weights as loaded · model 0123456789ab · raw · float32";

test("a live run in which nothing acts says so, and names its model and its prompt", () => {
  const inactive = [acting('lab.ablate("L0H0")', "inactive"), acting('lab.ablate("L0H1")', "active", false)];
  const expected = `trafo-2l · clean: <bos>Her·name↵ · without interventions · ${END}`;
  expect(captionOf({ stamp: STAMP }, setting())).toBe(expected);
  expect(captionOf({ stamp: STAMP }, setting(inactive))).toBe(expected);
});

test("what acts is told line by line, of a plain run nothing", () => {
  const state = setting([acting('lab.ablate("L0H2")'), acting('lab.scale("mlp.1", 2)', "pending")]);
  expect(captionOf({ stamp: STAMP }, state)).toContain(' · under ablate("L0H2"), scale("mlp.1", 2) · ');
  const plain = { stamp: { ...STAMP, interventions: "plain" as const } };
  expect(captionOf(plain, state)).toContain(" · without interventions · ");
});

test("many are counted, a long prompt is cut, and of a set of prompts there is the name", () => {
  const many = setting(Array.from({ length: 8 }, (_, i) => acting(`lab.ablate("L0H${i}")`)));
  expect(captionOf({ stamp: STAMP }, many)).toContain('ablate("L0H5"), and 2 more');
  const corrupt = captionOf({ stamp: { ...STAMP, prompt: "corrupt" } }, many);
  expect(corrupt).toMatch(/corrupt: (long·){15}long…/);
  expect(captionOf({ stamp: { ...STAMP, prompt: "names" } }, many)).toMatch(/^trafo-2l · names · under/);
});

test("what has no stamp has no caption", () => expect(captionOf({ stamp: null }, setting())).toBe(""));
