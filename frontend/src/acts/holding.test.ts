import { expect, test } from "vitest";
import { intervention, state } from "../testing/states";
import { heldBy } from "./holding";
import { keep, steer } from "./operations";

const EVERYWHERE = { brush: [] };

test("an operation holds components in whichever of its ways, however strongly", () => {
  const strong = intervention(["resid_pre.0"], { operation: { ...steer("royal"), strength: 4.5 } });
  const held = state({ interventions: [strong] });
  expect(heldBy(held, EVERYWHERE, ["resid_pre.0"], "steer")).toBe(true);
  expect(heldBy(held, EVERYWHERE, ["resid_pre.0"], "ablate")).toBe(false);
  expect(heldBy(held, EVERYWHERE, ["resid_pre.0", "resid_pre.1"], "steer")).toBe(false);
  expect(heldBy(held, EVERYWHERE, [], "steer")).toBe(false);
});

test("what is held at other positions is not held there, but what is kept is kept at all", () => {
  const interventions = [
    intervention(["L0H1"]),
    intervention(["L0H1"], { id: "k", operation: keep("zero") }),
  ];
  const held = state({ interventions });
  expect(heldBy(held, { brush: [1] }, ["L0H1"], "ablate")).toBe(false);
  expect(heldBy(held, { brush: [1] }, ["L0H1"], "keep")).toBe(true);
});
