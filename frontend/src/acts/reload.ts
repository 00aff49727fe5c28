// The model as it was loaded: the same source opened again.
import type { OpenModel, State } from "./records";

export const RELOAD_MEANS =
  "Takes the weights as loaded, and your hooks are gone; prompt and interventions stay.";

/** The act that opens the current model anew; null where its weights are in the kernel alone. */
export function reloading(model: State["model"]): OpenModel | null {
  if (!model || model.kind === "live") return null;
  return { kind: "open_model", source: model.source, folded: model.mode === "folded" };
}
