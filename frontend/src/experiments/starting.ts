// What an experiment is to be, before it is started. Pure.
import type { PathSpec, StartExperiment, SweepKind, SweepSpec } from "@trafolab/viz";
import type { State } from "../acts/records";
import { ENTRIES } from "./apart";

/** In the place of a family of places: all edges between components. */
export const EDGES = "edges";

/** Put in: another prompt's values, zeros, a mean, or draws. */
export type Donation = "prompt" | "zero" | "mean" | "resample";

export interface Draft {
  readonly what: string;
  /** Null for what is usual of these places. */
  readonly byPosition: boolean | null;
  readonly put: Donation;
  readonly direction: SweepSpec["direction"];
  /** The prompt or set that values come from; null for what is usual. */
  readonly source: string | null;
  readonly how: How;
  /** The set of pairs that means are taken over; null for the prompt alone. */
  readonly over: string | null;
  /** Over pairs: what is told apart beside layers and heads; null for what is usual. */
  readonly by: Apart | null;
  /** Of paths: what they may go through, and whether norms on them follow. */
  readonly via: PathSpec["via"];
  readonly norm: PathSpec["norm"];
  /** Of estimates: how many of the largest are patched for real, and how many that are drawn. */
  readonly verify: number;
  readonly sample: number;
}

/** Places with a name, positions, or neither. */
export type Apart = "role" | "pos" | "none";

/** Each place patched, or a gradient asked first, at one run or in many steps between both; or each place's way into some receivers alone, such as `L1H6.q`. */
export type How = "patched" | "estimated" | "finely" | { readonly into: readonly string[] };

export const FIRST_DRAFT: Draft = {
  what: "resid_pre",
  byPosition: null,
  put: "prompt",
  direction: "noise",
  source: null,
  how: "patched",
  over: null,
  by: null,
  via: "direct",
  norm: "live",
  verify: 20,
  sample: 20,
};

/** In place of a counterfactual's name: one after the other. */
export const EACH = "all";

/** Over how many draws a mean of draws is taken. */
export const DRAWS = 8;

/** Of neurons: how many are patched. */
const TOP = 20;

/** At how many points between both runs a gradient is taken, where one is not enough. */
export const STEPS = 20;

export type Spec = StartExperiment["spec"];

/** The draft with another set chosen, or the prompt alone; what a set can't take becomes what is usual. */
export function choosing({ sweeps }: State, draft: Draft, over: string | null): Draft {
  if (over === null) return { ...draft, over, by: null };
  const kind = sweeps.find(({ name }) => name === draft.what);
  const takes = draft.what === EDGES || kind?.over_pairs === true;
  return {
    ...draft,
    over,
    by: null,
    what: takes ? draft.what : FIRST_DRAFT.what,
    source: draft.put === "prompt" ? null : draft.source,
    how: takes || typeof draft.how !== "object" ? draft.how : "patched",
  };
}

/** What is asked for; what goes without saying is left out. */
export function specOf(draft: Draft, sweeps: readonly SweepKind[]): Spec {
  const { what, put, direction, how } = draft;
  if (draft.over !== null) return overPairs(draft, draft.over, sweeps);
  const usual = sweeps.find(({ name }) => name === what)?.by_position;
  const by_position = draft.byPosition === usual ? null : draft.byPosition;
  const source = put === "zero" ? null : draft.source;
  const asked = { by_position, direction, source };
  if (what === EDGES) return edgeSpec(draft, source);
  if (put !== "prompt") return { ...SWEEP, ...asked, what, only: [], direction: "noise", ablate: put };
  if (typeof how === "object") {
    const { via, norm } = draft;
    const prompts = { over: null, by: null };
    return { experiment: "path", via, norm, ...asked, ...prompts, sender: what, receivers: [...how.into] };
  }
  if (estimated(draft)) return { ...ATTRIBUTION, ...asked, what, ...estimating(draft) };
  return { ...SWEEP, ...asked, what, only: [] };
}

function edgeSpec(draft: Draft, source: string | null): Spec {
  const steps = draft.how === "finely" ? STEPS : 1;
  return { ...EDGE_SPEC, direction: oneWay(draft), source, steps, over: draft.over };
}

/** Whether a gradient is asked first. */
function estimated(draft: Draft): boolean {
  return (draft.how === "estimated" || draft.how === "finely") && estimates(draft) && estimable(draft);
}

/** Whether all places can be estimated first: neurons are anyhow, and over a set there are some that have to go pair
 * after pair. */
export function estimable({ what, over }: Pick<Draft, "what" | "over">): boolean {
  return what !== "neuron" && (over === null || !PAIR_AFTER_PAIR.has(what));
}

const PAIR_AFTER_PAIR: ReadonlySet<string> = new Set(["embed", "pos_embed", "pattern_entry"]);

function estimating({ how, verify, sample, ...draft }: Draft) {
  return { direction: oneWay(draft), steps: how === "finely" ? STEPS : 1, verify, sample };
}

function overPairs(draft: Draft, over: string, sweeps: readonly SweepKind[]): Spec {
  const { what, put, direction, source, by, how, via, norm } = draft;
  const apart = sweeps.find(({ name }) => name === what)?.by_position ?? false;
  const places = {
    over,
    by: by === "none" ? null : by,
    by_position: by === "none" && apart && what !== ENTRIES ? false : null,
  };
  if (what === EDGES) return edgeSpec(draft, null);
  if (estimated(draft)) return { ...ATTRIBUTION, ...places, ...estimating(draft), what, source: null };
  const asked = {
    ...places,
    direction: put === "prompt" ? direction : "noise",
    source: put === "mean" || put === "resample" ? source : null,
  };
  if (put === "prompt" && typeof how === "object")
    return { experiment: "path", via, norm, ...asked, sender: what, receivers: [...how.into] };
  return { ...SWEEP, ...asked, what, only: [], ablate: put === "prompt" ? null : put };
}

const SWEEP = {
  experiment: "sweep",
  ablate: null,
  draws: DRAWS,
  seed: 0,
  top: TOP,
  over: null,
  by: null,
} as const;
const EDGE_SPEC = { experiment: "edges", verify: 10, sample: 10, seed: 0 } as const;
const ATTRIBUTION = { experiment: "attribution", seed: 0, over: null, by: null } as const;

type Asking = Pick<Draft, "put" | "direction" | "source">;

/** Whether a gradient can be asked: it is taken at one run, towards one other. */
export function estimates({ put, direction, source }: Asking): boolean {
  return put === "prompt" && direction !== "both" && source !== EACH;
}

function oneWay({ direction }: Pick<Draft, "direction">): "noise" | "denoise" {
  return direction === "denoise" ? "denoise" : "noise";
}

/** The act that starts it, under an id of its own. */
export function starting(spec: Spec): StartExperiment {
  return { kind: "start_experiment", id: newId(), spec };
}

function newId(): string {
  return `e${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
}

/** What is asked for of edges, out of what was asked for before: they are estimated, in one direction, in many steps:
 * one gradient at one run is hardly ever enough for those that matter most. */
export function edgesDraft(last: Draft): Draft {
  const between = estimates(last) ? { source: last.source, direction: last.direction } : {};
  return { ...FIRST_DRAFT, ...between, over: last.over, what: EDGES, how: "finely" };
}
