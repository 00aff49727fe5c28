import { expect, test } from "vitest";
import { matching } from "./matching";

test("every word must be there; what begins with the first one leads", () => {
  const items = ["Open the palette", "Head 1 of layer 1", "Layer up"];
  expect(matching(items, "layer", (item) => item)).toEqual(["Layer up", "Head 1 of layer 1"]);
  expect(matching(items, "layer head", (item) => item)).toEqual(["Head 1 of layer 1"]);
  expect(matching(items, " ", (item) => item)).toEqual(items);
});

test("a whole word comes before the beginning of one, and that before a piece of one", () => {
  const items = ["Move up", "Mean over all", "Look at L1H6: OV"];
  expect(matching(items, "ov", (item) => item)).toEqual(["Look at L1H6: OV", "Mean over all", "Move up"]);
});
