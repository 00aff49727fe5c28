// The ways to change a run, as the page offers them. Pure.
import { plainText } from "@trafolab/viz";
import type { State } from "../acts/records";
import { DRAWS, type Draft, EACH, EDGES, estimates } from "./starting";

/** The ways to change a run that a draft leaves open. */
export function offersFor(state: State, { what, over }: Pick<Draft, "what" | "over">): Offer[] {
  const offers = over === null ? offersIn(state) : offersOver(state, over);
  return what === EDGES ? offers.filter(estimates) : offers;
}

/** Both prompts by the tokens in which they differ first: `Hart` and `Carroll`; by their names otherwise. */
export function calledByTokens(
  { clean, counterfactuals }: State,
  source: string | null,
): readonly [string, string] {
  const other = source === null ? counterfactuals[0] : counterfactuals.find(({ name }) => name === source);
  const first = other?.tokens.findIndex(({ id }, i) => id !== clean?.tokens[i]?.id) ?? -1;
  const [here, there] = [clean?.tokens[first]?.text.trim(), other?.tokens[first]?.text.trim()];
  return here && there ? [plainText(here), plainText(there)] : ["clean", other?.name ?? "counterfactual"];
}

/** One way to change a run, as the page offers it. */
export interface Offer extends Pick<Draft, "put" | "direction" | "source"> {
  readonly label: string;
  /** What it is listed under. */
  readonly group: string;
}

/** Every way to change the runs of a set's pairs. */
export function offersOver({ references }: State, over: string): Offer[] {
  const pairs = { group: `Patch over ${over}`, put: "prompt", source: null } as const;
  const ablation = { group: `Ablate over ${over}`, direction: "noise", source: null } as const;
  return [
    { ...pairs, label: "each corrupt prompt’s values put into the clean run", direction: "noise" },
    { ...pairs, label: "each clean prompt’s values put into the corrupt run", direction: "denoise" },
    { ...pairs, label: "mean of both ways between each pair’s runs", direction: "both" },
    { ...ablation, label: "zeros put in", put: "zero" },
    { ...ablation, label: "the mean over all clean prompts put in", put: "mean" },
    ...references.map(
      ({ name }): Offer => ({
        ...ablation,
        label: `the mean over ${name} put in`,
        put: "mean",
        source: name,
      }),
    ),
    ...references.map(
      ({ name }): Offer => ({
        ...ablation,
        label: `${DRAWS} draws from ${name} put in`,
        put: "resample",
        source: name,
      }),
    ),
  ];
}

/** Every way to change a run: by each counterfactual in both directions, by zeros, by each mean. */
export function offersIn(state: State): Offer[] {
  return [
    ...state.counterfactuals.flatMap(({ name }, i) => patchings(state, name, i === 0 ? null : name)),
    ...(state.counterfactuals.length > 1 ? eachPatching(state) : []),
    { label: "zeros put in", group: "Ablate", put: "zero", direction: "noise", source: null },
    { label: "the prompt's own mean put in", group: "Ablate", put: "mean", direction: "noise", source: null },
    ...state.references.map(
      ({ name }): Offer => ({
        label: `the mean over ${name} put in`,
        group: "Ablate",
        put: "mean",
        direction: "noise",
        source: name,
      }),
    ),
    ...state.references.map(
      ({ name }): Offer => ({
        label: `${DRAWS} draws from ${name} put in`,
        group: "Ablate",
        put: "resample",
        direction: "noise",
        source: name,
      }),
    ),
  ];
}

function patchings(state: State, name: string, source: string | null): Offer[] {
  const [clean, other] = calledByTokens(state, source);
  const sentence = (from: string, into: string) => `${from}’s values put into the ${into} run`;
  const offer = { group: `Patch from ${name}`, put: "prompt", source } as const;
  return [
    { ...offer, label: sentence(other, clean), direction: "noise" },
    { ...offer, label: sentence(clean, other), direction: "denoise" },
    { ...offer, label: `mean of both ways between ${clean} and ${other}`, direction: "both" },
  ];
}

function eachPatching({ counterfactuals }: State): Offer[] {
  const label = `values of each of ${counterfactuals.length} put into the clean run`;
  return [{ label, group: "Patch from each", put: "prompt", direction: "noise", source: EACH }];
}

/** The offer that a draft stands for; undefined where what it names is gone. */
export function offerOf(offers: readonly Offer[], draft: Draft): Offer | undefined {
  return offers.find(
    ({ put, direction, source }) =>
      put === draft.put && source === draft.source && (put !== "prompt" || direction === draft.direction),
  );
}
