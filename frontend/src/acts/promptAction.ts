import type { Action } from "../code/codeFor";
import type { PromptSource, State } from "./records";

/** The action that sets the prompt of this name, or removes it where there is no source; null where that can't be. */
export function promptAction(state: State | null, name: string, source: PromptSource | null): Action | null {
  if (name === "clean") return source && { kind: "set_prompt", clean: source, counterfactuals: null };
  if (!state?.clean) return null;
  const others = state.counterfactuals.map((prompt) => [prompt.name, prompt.source] as const);
  const kept = new Map<string, PromptSource>(others);
  if (source) kept.set(name, source);
  else kept.delete(name);
  return { kind: "set_prompt", clean: state.clean.source, counterfactuals: Object.fromEntries(kept) };
}
