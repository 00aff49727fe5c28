// The tokens of prompts that this tab has seen: the history keeps no tokens, and what changed is said in them.
import type { Prompt, State } from "@trafolab/viz";
import type { Given, GivenPrompts } from "../code/readPrompt";

export interface SeenPrompts {
  /** The prompts before the history's first one; null where the page came later. */
  readonly first: GivenPrompts | null;
  readonly tokens: Readonly<Record<string, readonly string[]>>;
}

export const NO_PROMPTS: SeenPrompts = { first: null, tokens: {} };

/** The same with the prompts of a state; the very same object where they were known. */
export function noted(seen: SeenPrompts, { clean, counterfactuals, history }: State): SeenPrompts {
  if (!clean) return seen;
  const all = [clean, ...counterfactuals];
  const fresh = all.filter((prompt) => !(keyOf(given(prompt)) in seen.tokens));
  const untouched = history.every(({ kind }) => kind !== "set_prompt" && kind !== "use_pair");
  if (fresh.length === 0 && !untouched) return seen;
  const tokens = fresh.map((prompt) => [keyOf(given(prompt)), prompt.tokens.map(({ text }) => text)]);
  return {
    first: untouched ? { clean: given(clean), others: named(counterfactuals) } : seen.first,
    tokens: { ...seen.tokens, ...Object.fromEntries(tokens) },
  };
}

/** The tokens of a prompt, where this tab has seen it. */
export function tokensIn({ tokens }: SeenPrompts, prompt: Given): readonly string[] | undefined {
  return tokens[keyOf(prompt)];
}

function named(prompts: readonly Prompt[]): Record<string, Given> {
  return Object.fromEntries(prompts.map((prompt) => [prompt.name, given(prompt)]));
}

function given({ source }: Prompt): Given {
  return source.kind === "text" ? source.text : source.ids;
}

function keyOf(prompt: Given): string {
  return JSON.stringify(prompt);
}
