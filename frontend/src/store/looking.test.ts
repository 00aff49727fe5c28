import { expect, it } from "vitest";
import { turned } from "./looking";

it("opens a view where it is offered, and sets it beside what was set before", () => {
  const looking = { at: "selection", tabs: { mlp: "neurons" }, set: { neuron: { over: "names" } } } as const;
  expect(turned(looking, "neuron", { neuron: 7 })).toEqual({
    at: "selection",
    tabs: { mlp: "neuron" },
    set: { neuron: { over: "names", neuron: 7 } },
  });
});
