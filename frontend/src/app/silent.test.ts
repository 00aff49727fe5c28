import { expect, test } from "vitest";
import { silent } from "./silent";

test("what holds Python is named: a cell, an experiment, or one of both", () => {
  expect(silent(true, null)).toContain("a call in the running cell holds Python itself");
  expect(silent(false, "Head output")).toContain(
    "a pass of the experiment “Head output” holds Python itself",
  );
  expect(silent(false, "Head output")).not.toContain("cell");
  expect(silent(true, "Head output")).toContain("cell, or a pass of the experiment “Head output”, holds");
});
