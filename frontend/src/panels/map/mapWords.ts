// What stands below the map when it leaves the page. Pure.
import type { Experiment, State } from "@trafolab/viz";
import { plainText } from "@trafolab/viz";
import { changedSince } from "../../experiments/changedSince";
import { quoted } from "../../experiments/footing";
import { stampLine } from "../../experiments/leaving";
import { figuresOf } from "../../experiments/reading";

/** The prompt and what is in force; with the experiment whose effects or edges are on it, first, and its conditions. */
export function mapWords(state: State, experiment: Experiment | null): string[] {
  const { model, clean, interventions } = state;
  const held = interventions.filter(({ enabled }) => enabled).map(({ code }) => code.replace(/^lab\./, ""));
  const under = held.length === 0 ? "" : `, under ${held.join(", ")}`;
  const here = `${model?.name ?? "no model"}${clean ? `: ${plainText(quoted(clean))}` : ""}${under}`;
  const info = experiment?.info;
  if (!experiment || !info) return [here];
  const changed = changedSince(state, experiment);
  return [
    experiment.name,
    `${info.sentence} · ${figuresOf(info)}`,
    stampLine(info),
    `Patterns of ${here}`,
    ...(changed === null ? [] : [plainText(changed)]),
  ];
}
