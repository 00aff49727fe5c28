import type { Laboratory } from "../app/laboratory";
import { codeFor } from "../code/codeFor";
import { measuredSet } from "../experiments/measuredSet";
import { presetDraft, showExperiments, start } from "../experiments/opening";
import { presetsFor } from "../experiments/presets";
import { specOf, starting } from "../experiments/starting";
import { isUnderWay } from "../experiments/statusWords";
import { WHAT_FIELD } from "../panels/experiments/Starter";
import { focusSoon } from "../ui/focusSoon";
import type { Command } from "./command";

/** To look at experiments, to start the usual ones, to stop those under way. */
export function experimentCommands(laboratory: Laboratory): Command[] {
  const { state } = laboratory.lab.getState();
  const { draft: last } = laboratory.page.getState();
  const sweeps = state?.sweeps ?? [];
  const ready = sweeps.length > 0;
  return [
    {
      id: "experiments",
      group: "Experiments",
      label: "Experiments: start one, look at one",
      keys: ["X"],
      enabled: ready,
      run: () => {
        showExperiments(laboratory);
        focusSoon(`#${WHAT_FIELD}`);
      },
    },
    ...presetsFor(sweeps).map((preset) => {
      const draft = presetDraft(preset, last, measuredSet(state));
      return {
        id: `experiment:${preset.label}`,
        group: "Experiments" as const,
        label: preset.label,
        keys: [],
        enabled: ready && preset.reason === null,
        code: codeFor(starting(specOf(draft, sweeps))),
        run: () => void start(laboratory, draft),
      };
    }),
    ...(state?.experiments ?? [])
      .filter(({ status }) => isUnderWay(status))
      .map(({ id, name }) => {
        const action = { kind: "control_experiment", id, verb: "stop" } as const;
        return {
          id: `experiment:stop:${id}`,
          group: "Experiments" as const,
          label: `Stop the experiment ${name}`,
          keys: [],
          enabled: true,
          code: codeFor(action),
          run: () => void laboratory.acts.make(action),
        };
      }),
  ];
}
