import type { Acts } from "../acts/acts";
import { reloading } from "../acts/reload";
import type { Laboratory } from "../app/laboratory";
import type { Action } from "../code/codeFor";
import { codeFor } from "../code/codeFor";
import type { Command } from "./command";

/** What is done to the kernel itself. */
export function kernelCommands({ lab, acts, notebook }: Laboratory): Command[] {
  const reload = reloading(lab.getState().state?.model ?? null);
  return [
    ...(reload ? [reloadCommand(reload, acts)] : []),
    {
      id: "kernel:interrupt",
      group: "Kernel",
      label: "Interrupt the running cell",
      keys: [],
      enabled: true,
      run: () => acts.kernel("interrupt"),
    },
    {
      id: "kernel:restart",
      group: "Kernel",
      label: "Restart the kernel (prompt and interventions come back)",
      keys: [],
      enabled: true,
      run: () => acts.kernel("restart"),
    },
    {
      id: "notebook:save",
      group: "Notebook",
      label: "Save the notebook",
      keys: [],
      enabled: true,
      run: () => void notebook.save(),
    },
  ];
}

function reloadCommand(action: Action, acts: Acts): Command {
  return {
    id: "model:reload",
    group: "Model",
    label: "Reload the model's weights",
    keys: [],
    enabled: true,
    code: codeFor(action),
    run: () => void acts.make(action),
  };
}
