// What the server has said, and nothing else. Only `receive` and the connection's own events change it.
import type { Problem, ServerKernel, State, Tensor, ViewFrame, Welcome } from "@trafolab/viz";
import { NO_PROMPTS, type SeenPrompts } from "./seenPrompts";

/** `locked`: the server is there but does not know this browser; `refused`: it is of another version. */
export type Connection = "connecting" | "open" | "lost" | "locked" | "refused";

/** The newest data of one watch. */
export interface ShownView {
  readonly frame: ViewFrame;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** Why the newest data of one watch is missing. */
export interface Failure {
  readonly view: string;
  readonly revision: number;
  readonly error: string;
  /** Of the laboratory's own errors; empty for any other. */
  readonly code: string;
}

/** A problem with the time at which this page heard of it. */
export interface Noted {
  readonly id: number;
  readonly at: number;
  readonly problem: Problem;
}

export interface LabState {
  readonly connection: Connection;
  readonly welcome: Welcome | null;
  readonly state: State | null;
  /** False while `state` is the stored one and the kernel has not spoken yet. */
  readonly live: boolean;
  readonly kernel: Pick<ServerKernel, "status" | "detail">;
  readonly views: Readonly<Record<string, ShownView>>;
  readonly failures: Readonly<Record<string, Failure>>;
  readonly problems: readonly Noted[];
  readonly prompts: SeenPrompts;
}

/** Nothing heard yet. */
export const UNHEARD: LabState = {
  connection: "connecting",
  welcome: null,
  state: null,
  live: false,
  kernel: { status: "starting", detail: null },
  views: {},
  failures: {},
  problems: [],
  prompts: NO_PROMPTS,
};

/** The code of a problem that stands in the state too, so that lists need not show it twice. */
export const STANDING = "standing";

const KEPT_PROBLEMS = 200;

/** The state with one more problem, newest last. */
export function withProblem(lab: LabState, problem: Problem, at: number): LabState {
  const id = (lab.problems.at(-1)?.id ?? 0) + 1;
  return { ...lab, problems: [...lab.problems, { id, at, problem }].slice(-KEPT_PROBLEMS) };
}
