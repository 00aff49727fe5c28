import { expect, test } from "vitest";
import { colouringBy } from "./colouringBy";

test("numbers of both signs go either way from zero, others from it up", () => {
  const of = (...values: number[]) => colouringBy(["L0H0", "L0H1"], values, "mine", 3);
  expect(of(1, -2)).toEqual({ values: { L0H0: 1, L0H1: -2 }, label: "mine", scale: "diverging", least: 3 });
  expect(of(1, Number.NaN)).toMatchObject({ values: { L0H0: 1 }, scale: "sequential" });
});
