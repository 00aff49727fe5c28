// Whether what an experiment was found on is there now, and how it would be put there. Pure.
import type { Experiment, Prompt } from "@trafolab/viz";
import { inForce } from "../acts/answers";
import type { PromptSource, SetMetric, SetPrompt, State } from "../acts/records";

/** Its prompts are there: values come from the prompt or set of this name. */
interface Firm {
  readonly source: string | null;
}

/** They are not, or have other parts: what puts them there, in words too. */
export interface Missing {
  readonly why: string;
  readonly label: string;
  /** Said first, so that what is measured stays. */
  readonly metric: SetMetric | null;
  readonly prompts: SetPrompt;
  /** What values come from then. */
  readonly source: string | null;
}

export type Footing = Firm | Missing;

interface Between {
  readonly base: string;
  readonly source: string | null;
}

/** Where the run that was changed, and the one that values come from, are now. Records of old have no prompts: those
 * are taken to be the present ones by their names. */
export function footing(state: State, { info, application }: Experiment, { base, source }: Between): Footing {
  const into = info?.prompts.find(({ name }) => name === base);
  if (!into || !application) return { source };
  const from =
    application.operation.op === "patch" ? info?.prompts.find(({ name }) => name === source) : undefined;
  const [clean, others] = [state.clean, state.counterfactuals];
  if (alike(clean, into)) {
    if (!from) return { source };
    const there = others.find((other) => alike(other, from));
    return there ? { source: there.name } : missing(state, into, from, "other");
  }
  return missing(state, into, from, others.some((other) => alike(other, into)) ? "swapped" : "gone");
}

/** The prompts that an experiment was found on and that are no longer there. */
export function goneFrom({ clean, counterfactuals }: State, { info }: Experiment): Prompt[] {
  const present = [clean, ...counterfactuals];
  return (info?.prompts ?? []).filter((prompt) => !present.some((each) => alike(each, prompt)));
}

/** Whether two prompts are the same tokens. */
export function alike(a: Prompt | null | undefined, b: Prompt): boolean {
  const told = ({ tokens }: Prompt) => JSON.stringify(tokens.map(({ id, text }) => [id, text]));
  return a != null && told(a) === told(b);
}

type Way = "other" | "swapped" | "gone";

function missing(state: State, into: Prompt, from: Prompt | undefined, way: Way): Missing {
  const sources = new Map(state.counterfactuals.map(({ name, source }) => [name, source]));
  const place = state.counterfactuals.find((other) => alike(other, into));
  // What was under study stays, in the place of the one that is now.
  if (place && state.clean) sources.set(place.name, state.clean.source);
  const source = from ? settled(state, sources, from, place?.name ?? nameFor(from, into)) : null;
  const prompts = {
    kind: "set_prompt",
    clean: into.source,
    counterfactuals: Object.fromEntries(sources),
  } as const;
  const keeps = way === "swapped" && state.metric?.automatic === true && state.metric;
  const metric = keeps ? inForce(keeps, state.model?.has_tokenizer ?? true) : null;
  return { ...WORDS[way](into, place), metric, prompts, source };
}

/** The name under which the prompt that values come from is, or comes to be, among the others. */
function settled(state: State, sources: Map<string, PromptSource>, from: Prompt, wanted: string): string {
  if (alike(state.clean, from) && sources.get(wanted) === state.clean?.source) return wanted;
  const there = state.counterfactuals.find(
    (other) => alike(other, from) && sources.get(other.name) === other.source,
  );
  if (there) return there.name;
  sources.set(wanted, from.source);
  return wanted;
}

/** `clean` is the name of whatever is under study. */
function nameFor(from: Prompt, into: Prompt): string {
  if (from.name !== "clean") return from.name;
  return into.name === "clean" ? "corrupt" : into.name;
}

const WORDS: Record<Way, (into: Prompt, place: Prompt | undefined) => Pick<Missing, "why" | "label">> = {
  swapped: (into, place) => ({
    why: `This cell acts in the run of ${quoted(into)}, now the counterfactual ${place?.name}. The two prompts change places: that one comes under study, and the present one in its place. What is measured stays.`,
    label: "Swap the prompts and apply",
  }),
  other: (into) => ({
    why: `This was found with a counterfactual that is no longer there, beside ${quoted(into)}.`,
    label: "Put it back and apply",
  }),
  gone: (into) => ({
    why: `This was found on another prompt: ${quoted(into)}.`,
    label: "Put its prompts back and apply",
  }),
};

const LONGEST = 60;

/** A prompt in a sentence. */
export function quoted({ tokens }: Prompt): string {
  const text = tokens.map((token) => token.text).join("");
  return `“${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}”`;
}
