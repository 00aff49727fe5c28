import type { Experiment, State } from "@trafolab/viz";
import { goneFrom, quoted } from "./footing";

/** What is no longer as it was under an experiment, so that its cells may not do now what they did; null where
 * nothing is known of. */
export function changedSince(state: State, experiment: Experiment): string | null {
  const another = isAnotherModel(state, experiment);
  if (another !== null || !experiment.info) return another;
  if (experiment.info.prompts.length === 0) return byLabels(state, experiment);
  const [gone, ...others] = goneFrom(state, experiment);
  if (!gone) return null;
  const and = others.length > 0 ? `, and ${others.map(quoted).join(", ")}` : "";
  return `This was found on another prompt: ${quoted(gone)}${and}.`;
}

/** Said of one that was found on another model; null of all others. */
export function isAnotherModel({ model }: State, { info }: Experiment): string | null {
  return info && model && model.hash !== info.stamp.model_hash ? "This was found on another model." : null;
}

/** Records of old have no prompts, and tell them by their axis at most. */
function byLabels({ clean, counterfactuals }: State, { info, axes }: Experiment): string | null {
  const labels = axes.find(({ name }) => name === "pos")?.labels;
  const prompt = [clean, ...counterfactuals].find((each) => each?.name === info?.base);
  if (!labels) return null;
  const tokens = prompt?.tokens.map(({ text }, index) => `${index} ${text}`);
  return JSON.stringify(tokens) === JSON.stringify(labels) ? null : "This was found on another prompt.";
}
