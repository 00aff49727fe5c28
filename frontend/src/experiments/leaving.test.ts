// @vitest-environment jsdom
import { expect, test } from "vitest";
import { PATCH } from "../acts/operations";
import { experiment, tensors } from "../testing/experiments";
import { structure } from "../testing/states";
import { changedSince } from "./changedSince";
import { colouringOf } from "./colouring";
import { csvOf } from "./csv";
import { type Grid, gridOf } from "./grid";
import { stampLine } from "./leaving";
import { shownAs } from "./reading";
import { svgOf } from "./svg";

const SWEEP = experiment();

function made(from = SWEEP, progress = [3, 2, 2, 2, 2, 1]): Grid {
  const grid = gridOf(from, tensors([5, 4, 1, -3, 5, 0], progress));
  if (!grid) throw new Error("no grid");
  return grid;
}

test("a table has a row for each cell that is there, with its conditions", () => {
  const lines = csvOf(SWEEP, made()).split("\r\n");
  expect(lines).toHaveLength(7);
  expect(lines[0]).toBe(
    "layer,pos,value,effect,normalised,experiment,sentence,metric,baseline,other,prompt,interventions,weights,model_hash,mode,dtype,code",
  );
  expect(lines[3]?.split(",").slice(0, 2)).toEqual(["0", "2 ·b"]);
  expect(lines[4]).toBe(
    '1,0 <bos>,-3,-8,1,residual stream,corrupt\'s resid_pre put into the clean run, Hart − Carroll,5,-3,clean,plain,loaded,0,raw,float32,"lab.sweep(""resid_pre"")"',
  );
});

test("what a gradient says has a column of its own, also of cells that were not patched", () => {
  const found = tensors([5, Number.NaN, Number.NaN, Number.NaN, 5, 4], [3, 4, 1, 0, 3, 2]);
  const estimate = Float32Array.of(5, 4.5, Number.NaN, Number.NaN, 5, 4.25);
  const attributed = experiment({ columns: ["values", "estimate"] });
  const all = { ...found, estimate: { dtype: "float32" as const, shape: [6], data: estimate } };
  const grid = gridOf(attributed, all, "estimate");
  if (!grid) throw new Error("no grid");
  const [head, ...rows] = csvOf(attributed, grid).trim().split("\r\n");
  expect(head?.split(",").slice(0, 6)).toEqual(["layer", "pos", "value", "effect", "normalised", "estimate"]);
  expect(rows.map((row) => row.split(",").slice(2, 6))).toEqual([
    ["5", "0", "0", "5"],
    ["", "", "", "4.5"],
    ["5", "0", "0", "5"],
    ["4", "-1", "0.125", "4.25"],
  ]);
});

test("over pairs the interval is that of the effect, and is called so", () => {
  const found = tensors([5, 4, 1, -3, 5, 0], [3, 2, 2, 2, 2, 1]);
  const column = (...data: number[]) => ({
    dtype: "float32" as const,
    shape: [6],
    data: Float32Array.from(data),
  });
  const all = {
    ...found,
    low: column(5, 3, 0, -4, 5, Number.NaN),
    high: column(5, 4.5, 2, -2, 5, Number.NaN),
  };
  const over = experiment({ columns: ["values", "low", "high"] }, { n_pairs: 3 });
  const grid = gridOf(over, all);
  if (!grid) throw new Error("no grid");
  const [head, , second] = csvOf(over, grid).split("\r\n");
  expect(head?.split(",").slice(2, 7)).toEqual([
    "value",
    "effect",
    "normalised",
    "effect_low",
    "effect_high",
  ]);
  expect(second?.split(",").slice(2, 7)).toEqual(["4", "-1", "0.125", "-2", "-0.5"]);
});

test("a figure has its cells, its numbers and its words, and no markup of the prompt's own", () => {
  const info = SWEEP.info;
  if (!info) throw new Error("no info");
  const grid = made();
  const words = { title: "a < b & c", figures: "figures", stamp: stampLine(info) };
  const svg = new DOMParser().parseFromString(
    svgOf(grid, shownAs(grid, info, "effect"), words, "dark"),
    "image/svg+xml",
  );
  expect(svg.querySelector("parsererror")).toBeNull();
  const texts = [...svg.querySelectorAll("text")].map(({ textContent }) => textContent);
  expect(texts.slice(0, 6)).toEqual(["a < b & c", "figures", "0", "1", "−1.00", "−4.00"]);
  expect(texts).toContain("<bos>");
  const ground = svg.querySelector("rect")?.getAttribute("fill");
  expect([ground, svg.documentElement.getAttribute("fill")]).toEqual(["#191c24", "#e7eaf0"]);
  expect(texts.at(-1)).toBe(
    "corrupt → clean · without interventions · weights as loaded · model 0 · raw · float32",
  );
});

test("the map has the effect of each head, over positions the largest either way", () => {
  const axes = [
    { name: "layer", labels: ["0", "1"] },
    { name: "pos", labels: ["0 a", "1 b", "2 c"] },
  ];
  const application = {
    operation: PATCH,
    base: "clean",
    source: null,
    each: [],
    targets: ["L0H1.z", "mlp.1"],
    also: [],
    reason: null,
  };
  const heads = experiment({ axes, application });
  expect(colouringOf(heads, made(heads), structure())?.values).toEqual({ L0H1: -4, "mlp.1": -8 });
});

test("what has changed since is said", () => {
  const clean = { name: "clean", source: { kind: "text" as const, text: "" }, tokens: [] };
  const tokens = ["<bos>", "a", " b"].map((text, id) => ({ id, text, role: null }));
  const said = (change: object) =>
    changedSince(
      { model: null, clean: { ...clean, tokens }, counterfactuals: [], ...change } as never,
      SWEEP,
    );
  expect(said({})).toBeNull();
  expect(said({ clean })).toBe("This was found on another prompt.");
  expect(said({ model: { hash: "1" } })).toBe("This was found on another model.");
});
