import { expect, test } from "vitest";
import { state } from "../../testing/states";
import { directionOf, EMPTY_DIRECTION, readable, usualPlace } from "./directionDraft";
import { EMPTY_REFERENCE, referenceOf } from "./referenceDraft";

const STATE = state();
const DRAFT = { ...EMPTY_DIRECTION, name: " royal " };

function structureOf() {
  if (!STATE.model) throw new Error("the state of the tests has a model");
  return STATE.model.structure;
}

test("the stream can be read around each part of a layer that is there", () => {
  const structure = structureOf();
  expect(readable(structure).slice(0, 5)).toEqual([
    "resid_pre.0",
    "attn.0",
    "resid_mid.0",
    "mlp.0",
    "resid_post.0",
  ]);
  const [first] = structure.layers;
  if (!first) throw new Error("it has a layer");
  expect(readable({ ...structure, layers: [{ ...first, mlp: null }] })).toEqual([
    "resid_pre.0",
    "attn.0",
    "resid_post.0",
  ]);
  expect(usualPlace(structure)).toBe("resid_post.0");
});

test("a contrast of prompts with a set", () => {
  const draft = { ...DRAFT, positive: { set: null, text: "Go\nStop" }, negative: { set: "rude", text: "x" } };
  expect(directionOf({ ...draft, where: "index", index: "3", at: "mlp.1" }, STATE)).toEqual({
    action: {
      kind: "set_direction",
      name: "royal",
      recipe: {
        kind: "contrast",
        positive: [
          { kind: "text", text: "Go" },
          { kind: "text", text: "Stop" },
        ],
        negative: "rude",
        at: "mlp.1",
        position: 3,
      },
      stored: null,
    },
  });
  expect(directionOf({ ...draft, where: "mean" }, STATE)).toMatchObject({
    action: { recipe: { at: "resid_post.0", position: null } },
  });
});

test("a sum of tokens, empty rows left out", () => {
  const terms = [
    { token: " king", weight: "1" },
    { token: " man", weight: "−1" },
    { token: "", weight: "2" },
  ];
  expect(directionOf({ ...DRAFT, how: "tokens", terms }, STATE)).toMatchObject({
    action: {
      recipe: {
        kind: "tokens",
        terms: [
          { token: " king", weight: 1 },
          { token: " man", weight: -1 },
        ],
        space: "unembed",
      },
    },
  });
});

test("what is lacking is said", () => {
  expect(directionOf(EMPTY_DIRECTION, STATE)).toEqual({ missing: "Give it a name." });
  expect(directionOf(DRAFT, STATE)).toEqual({ missing: "Give prompts or a set for both sides." });
  expect(directionOf({ ...DRAFT, how: "tokens" }, STATE)).toEqual({ missing: "Give a token." });
  const terms = [{ token: " king", weight: "x" }];
  expect(directionOf({ ...DRAFT, how: "tokens", terms }, STATE)).toEqual({
    missing: "A weight is a number.",
  });
});

test("a reference set needs a name, prompts and whole numbers", () => {
  const draft = { ...EMPTY_REFERENCE, name: "names", text: "one\ntwo" };
  expect(referenceOf({ ...draft, n: "1", seed: "7" }, true)).toEqual({
    action: {
      kind: "set_reference",
      name: "names",
      prompts: [
        { kind: "text", text: "one" },
        { kind: "text", text: "two" },
      ],
      n: 1,
      seed: 7,
      stored: null,
    },
  });
  expect(referenceOf({ ...draft, name: "" }, true)).toEqual({ missing: "Give it a name." });
  expect(referenceOf({ ...draft, text: "\n" }, true)).toEqual({ missing: "Give prompts, one a line." });
  expect(referenceOf({ ...draft, n: "0" }, true)).toEqual({
    missing: "How many to take is a whole number from 1.",
  });
});
