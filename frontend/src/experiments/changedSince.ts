import type { Experiment, State } from "@trafolab/viz";

/** What is no longer as it was under an experiment, so that its cells may not do now what they did; null where
 * nothing is known of. */
export function changedSince(
  { model, clean, counterfactuals }: State,
  { info, axes }: Experiment,
): string | null {
  if (!info) return null;
  if (model && model.hash !== info.stamp.model_hash) return "This was found on another model.";
  const labels = axes.find(({ name }) => name === "pos")?.labels;
  const prompt = [clean, ...counterfactuals].find((each) => each?.name === info.base);
  if (!labels) return null;
  const tokens = prompt?.tokens.map(({ text }, index) => `${index} ${text}`);
  return JSON.stringify(tokens) === JSON.stringify(labels) ? null : "This was found on another prompt.";
}
