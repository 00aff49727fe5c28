import { setMetric } from "../acts/answers";
import type { Laboratory } from "../app/laboratory";
import type { Command } from "./command";

/** What is said to the model, and what is measured. */
export function promptCommands({ lab, acts, set }: Laboratory): Command[] {
  const { state } = lab.getState();
  return [
    {
      id: "prompt:edit",
      group: "Prompt",
      label: "Edit the prompt",
      keys: ["E"],
      enabled: state !== null,
      run: () => set({ editing: "clean" }),
    },
    {
      id: "prompt:add",
      group: "Prompt",
      label: "Add a counterfactual prompt",
      keys: [],
      enabled: Boolean(state?.clean),
      run: () => set({ editing: "" }),
    },
    {
      id: "metric:edit",
      group: "Prompt",
      label: "Choose the metric",
      keys: ["Shift M"],
      enabled: Boolean(state?.clean),
      run: () => set({ metricShown: true }),
    },
    {
      id: "metric:automatic",
      group: "Prompt",
      label: "Metric: first against second prediction",
      keys: [],
      enabled: state?.metric?.automatic === false,
      run: () => void acts.make(setMetric({})),
    },
  ];
}
