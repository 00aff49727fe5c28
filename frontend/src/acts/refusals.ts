// Why an act did not leave the page, or was lost on the way.
import type { Problem, State } from "./records";

export const NOT_CONNECTED: Problem = {
  code: "not_connected",
  what: "The page is not connected to the server, so nothing was done.",
  subject: null,
  advice: "It connects again by itself; if it does not, look whether `trafolab` still runs in its terminal.",
};

export const LOST: Problem = {
  code: "connection_lost",
  what: "The connection broke before the kernel answered.",
  subject: null,
  advice:
    "Look at the list of interventions when the page is connected again: the act may have been carried out.",
};

export const NOT_READY: Problem = {
  code: "not_ready",
  what: "There is no model yet, so nothing was done.",
  subject: null,
  advice: "Wait until the kernel has opened it, or open one from the menu at the top left.",
};

export const NOTHING_SELECTED: Problem = {
  code: "nothing_selected",
  what: "No component is selected, so there is nothing to act on.",
  subject: null,
  advice: "Click a head on the map, or walk to one with the arrow keys.",
};

export const OWN_DISTRACTOR: Problem = {
  code: "own_distractor",
  what: "This token is the answer already; it can't be measured against itself.",
  subject: null,
  advice: "Click another prediction first, so that it becomes the answer.",
};

const NO_COUNTERFACTUAL: Problem = {
  code: "no_counterfactual",
  what: "There is no other prompt to take values from.",
  subject: null,
  advice: 'Add one with the plus at the right of the prompt, or lab.prompt("…", corrupt="…").',
};

export const NO_PROMPT: Problem = {
  code: "no_prompt",
  what: "There is no prompt, so there are no tokens to choose from.",
  subject: null,
  advice: "Set one first: press E.",
};

/** Why values of that counterfactual can't be put into the clean prompt's run; null where they can. */
export function lengthsDiffer({ clean, counterfactuals }: State, name: string | null): Problem | null {
  const other = name === null ? counterfactuals[0] : counterfactuals.find((prompt) => prompt.name === name);
  if (!other) return NO_COUNTERFACTUAL;
  const [here, there] = [clean?.tokens.length ?? 0, other.tokens.length];
  if (here === there) return null;
  return {
    code: "other_length",
    what: `The prompt has ${here} tokens and ${other.name} has ${there}: a patch needs as many.`,
    subject: other.name,
    advice: "Change one of them until the strip says that they are aligned.",
  };
}

/** A patch takes values of the same position. */
export function otherPosition(from: string, to: string): Problem {
  return {
    code: "other_position",
    what: `A patch takes the same position of both prompts: ${from} can't be put at ${to}.`,
    subject: null,
    advice: "Drop it on the token under it, or on a component of the map.",
  };
}
