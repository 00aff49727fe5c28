import { expect, test } from "vitest";
import { fileName } from "./saving";

test("a file's name is plain", () => {
  expect(fileName("head output, zero ablated", "csv")).toBe("head-output-zero-ablated.csv");
  expect(fileName("…", "csv")).toBe("experiment.csv");
});
