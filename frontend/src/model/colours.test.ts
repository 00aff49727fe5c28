import { type ExperimentSummary, VIEWS } from "@trafolab/viz";
import { expect, test } from "vitest";
import { coloursOf, experimentChoices, ownChoices, viewChoices } from "./colours";

test("a text says whose numbers the colours are", () => {
  expect(coloursOf(null)).toEqual({ by: "patterns" });
  expect(coloursOf("paint")).toEqual({ by: "paint" });
  expect(coloursOf("abc")).toEqual({ by: "experiment", id: "abc" });
  expect(coloursOf("view:nobody:score")).toEqual({ by: "patterns" });
});

test("every choice of a view's numbers is understood again", () => {
  const choices = viewChoices();
  expect(choices.length).toBeGreaterThan(0);
  for (const { painted } of choices) expect(coloursOf(painted).by).toBe("view");
});

test("a person's own scores are understood again, whatever they are called", () => {
  const choices = ownChoices(["late", "on: repeated tokens"], "view:heads:own:late");
  expect(choices.map(({ label }) => label)).toEqual(["late", "on: repeated tokens"]);
  const asked = choices.map(({ painted }) => {
    const colours = coloursOf(painted);
    if (colours.by !== "view" || colours.view !== "heads") throw new Error("of another view");
    const params = VIEWS.heads.paints?.ask(colours.key, {
      component: "",
      layer: 0,
      position: -1,
      hideBos: false,
    });
    return [params?.score, params?.on];
  });
  expect(asked).toEqual([
    ["late", "prompt"],
    ["on: repeated tokens", "prompt"],
  ]);
  expect(ownChoices([], "view:heads:own:late")).toEqual([{ painted: "view:heads:own:late", label: "late" }]);
  expect(ownChoices([], "view:heads:induction")).toEqual([]);
});

test("of experiments the newest are offered, and the one that is on the map however old it is", () => {
  const summary = (id: string, experiment = "sweep"): ExperimentSummary => ({
    id,
    experiment,
    name: `experiment ${id}`,
    status: "done",
    created_at: "2026-01-01T00:00:00",
    n_done: 0,
    found_by: null,
    n_cells: 0,
    elsewhere: null,
  });
  const all = [...Array.from({ length: 9 }, (_, i) => summary(`${i}`)), summary("f", "faithfulness")];
  const ids = (painted: string | null) => experimentChoices(all, painted).map((choice) => choice.painted);
  expect(ids(null)).toEqual(["8", "7", "6", "5", "4", "3"]);
  expect(ids("1")).toEqual(["8", "7", "6", "5", "4", "3", "1"]);
});
