import { expect, test } from "vitest";
import { experiment, tensors } from "../testing/experiments";
import { type Grid, gridOf } from "./grid";
import { noteOf, peakOf, possible, shownAs, spanOf } from "./reading";

function grid(values: number[], progress = [3, 2, 2, 2, 2, 1]): Grid {
  const made = gridOf(experiment(), tensors(values, progress));
  if (!made) throw new Error("no grid");
  return made;
}

const info = (change = {}) => {
  const { info: found } = experiment({}, change);
  if (!found) throw new Error("no info");
  return found;
};

const FOUND = grid([5, 4, 1, -3, 5, 0]);

test("effects have zero in the middle, also while cells are missing", () => {
  const shown = shownAs(FOUND, info(), "effect");
  expect([...shown.values].slice(0, 4)).toEqual([0, -1, -4, -8]);
  expect([shown.scale, shown.domain]).toEqual(["diverging", [-8, 8]]);
});

test("the whole way to the other run is one", () => {
  expect([...shownAs(FOUND, info(), "normalised").values].slice(0, 4)).toEqual([0, 0.125, 0.5, 1]);
  expect(spanOf(info({ other: 5.0005 }))).toBeNull();
  expect(possible("normalised", info({ other: null }))).toBe("effect");
  expect(possible("normalised", info())).toBe("normalised");
});

test("the metric itself has a middle only where it can be below zero", () => {
  expect(shownAs(FOUND, info(), "raw")).toMatchObject({ scale: "diverging", domain: [-5, 5] });
  const probabilities = grid([0.5, 0.25, 0, 0, 0, 0]);
  const shown = shownAs(probabilities, info({ baseline: 0.5, other: 0.25 }), "raw");
  expect([shown.scale, shown.domain]).toEqual(["sequential", [0, 0.5]]);
});

test("a cell says its metric, its effect, and how far that leads", () => {
  expect(noteOf(FOUND, info(), { row: 0, col: 2 })).toBe("metric +1.00, effect −4.00, 50 % of the way");
  expect(noteOf(FOUND, info({ other: null }), { row: 0, col: 0 })).toBe("metric +5.00: it changes nothing");
  expect(noteOf(FOUND, info(), { row: 1, col: 2 })).toBe("");
});

test("noise is not painted in full colours, and is called what it is", () => {
  const noise = grid([5, 5.0001, 5, 4.9999, 5, 0]);
  expect(shownAs(noise, info(), "effect")).toMatchObject({
    domain: [-0.08, 0.08],
    faint: "all effects below 1 % of the way",
  });
  expect(shownAs(noise, info(), "normalised").domain).toEqual([-0.01, 0.01]);
  expect(shownAs(noise, info({ other: null }), "effect")).toMatchObject({
    domain: [-0.05, 0.05],
    faint: "all effects below 1 % of the metric",
  });
  expect(shownAs(FOUND, info(), "effect").faint).toBeNull();
});

test("the largest effect is that of a cell that was changed", () => {
  expect(peakOf(FOUND, info())).toEqual({ row: 1, col: 0 });
  expect(peakOf(grid([0, 5, 5, 5, 5, 0]), info())).toBeNull();
});

test("a mean over pairs says its interval and its n", () => {
  const shape = [6];
  const column = (value: number) =>
    ({ dtype: "float32", shape, data: new Float32Array(6).fill(value) }) as const;
  const over = experiment({ columns: ["values", "low", "high", "n"] }, { n_pairs: 36 });
  const seen = (low: number) => ({
    ...tensors([1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 2, 2]),
    low: column(low),
    high: column(2),
    n: column(36),
  });
  const note = (low: number) => {
    const made = gridOf(over, seen(low));
    return made && noteOf(made, info({ n_pairs: 36 }), { row: 0, col: 0 });
  };
  expect(note(0)).toBe(
    "mean effect −4.00, n = 36, 50 % of the way\n95 % interval of the mean effect: −5.00 to −3.00",
  );
  expect(note(Number.NaN)).toBe("mean effect −4.00, n = 36, 50 % of the way");
});

test("a mean of estimates says whether it was patched, and then with its interval", () => {
  const of = (value: number) => ({
    dtype: "float32" as const,
    shape: [6],
    data: new Float32Array(6).fill(value),
  });
  const over = experiment({ columns: ["values", "low", "high", "n", "estimate"] }, { n_pairs: 36 });
  const note = (value: number, low: number, progress: number) => {
    const seen = { ...tensors([value, 1, 1, 1, 1, 1], [progress, 2, 2, 2, 2, 2]), estimate: of(2) };
    const made = gridOf(over, { ...seen, low: of(low), high: of(2), n: of(36) }, "estimate");
    return made && noteOf(made, info({ n_pairs: 36 }), { row: 0, col: 0 });
  };
  expect(note(1, 0, 2)).toBe(
    "mean effect estimated −3.00, patched −4.00, n = 36\n95 % interval of the mean effect: −5.00 to −3.00",
  );
  expect(note(Number.NaN, Number.NaN, 4)).toBe("mean effect estimated −3.00, not patched, n = 36");
});
