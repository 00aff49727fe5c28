import type { Experiment, State } from "@trafolab/viz";
import { goneFrom, quoted } from "./footing";

/** What is no longer as it was under an experiment, so that its cells may not do now what they did; null where
 * nothing is known of. */
export function changedSince(state: State, experiment: Experiment): string | null {
  const another = isAnotherModel(state, experiment);
  if (another !== null || !experiment.info) return another;
  if (experiment.info.prompts.length === 0) return byLabels(state, experiment);
  return onOthers(state, experiment);
}

/** Which prompts it was found on, where one of them is no longer there; null where all are. */
export function onOthers(state: State, experiment: Experiment): string | null {
  const gone = goneFrom(state, experiment);
  const [into, ...from] = experiment.info?.prompts ?? [];
  if (!into || gone.length === 0) return null;
  if (!gone.includes(into)) {
    const which = `${quoted(into)}, with ${gone.map(quoted).join(" and ")}`;
    return `This was found on ${which}, which ${gone.length === 1 ? "is" : "are"} no longer there.`;
  }
  const beside = from.length > 0 ? `, with ${from.map(quoted).join(" and ")}` : "";
  return `This was found on another prompt: ${quoted(into)}${beside}.`;
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
