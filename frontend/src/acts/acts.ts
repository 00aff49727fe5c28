// Out of the page: every act is a record that goes to the kernel; nothing here changes what is shown.
import type { StoreApi } from "zustand/vanilla";
import type { Action } from "../code/codeFor";
import { type LabState, withProblem } from "../store/lab";
import type { PageState } from "../store/page";
import { usedNow } from "./lastUsed";
import { promptAction } from "./promptAction";
import type {
  BrowserMessage,
  Intervention,
  OpenModel,
  Problem,
  PromptSource,
  ServerDone,
  Way,
} from "./records";
import { LOST, lengthsDiffer, NOT_CONNECTED, NOT_READY, NOTHING_SELECTED } from "./refusals";
import { toggled } from "./toggle";
import { createTurns } from "./turns";
import { createWaiting, type Made } from "./waiting";

export interface Acts {
  /** Sends an action; resolves to the problem that stopped it, or null when it was carried out. */
  make(action: Action): Promise<Problem | null>;
  /** The same, but for what is known beforehand to be impossible. */
  attempt(action: Action): Promise<Problem | null>;
  /** Applies an operation to components, or releases it where all of them have it already. */
  toggle(way: Way, components: readonly string[]): Promise<Problem | null>;
  release(interventions: readonly Intervention[]): Promise<Problem | null>;
  /** Sets one prompt by its name, or removes it; the others stay as they are. */
  setPrompt(name: string, source: PromptSource | null): Promise<Problem | null>;
  kernel(verb: "interrupt" | "restart"): void;
  /** Calls `run` once the page knows what its own acts before led to: what a key means depends on that. */
  inTurn(run: () => void): void;
  /** Says why an act was not even sent. */
  refuse(problem: Problem): Promise<Problem>;
  listen(heard: (made: Made) => void): () => void;
  settle(done: ServerDone): void;
  /** Fails whatever is waiting: the connection went away. */
  lose(): void;
}

/** Longer than an answer takes while a cell trains or spins; only a call that holds Python takes more. */
const LATE_MS = 1500;

interface Needs {
  readonly lab: StoreApi<LabState>;
  readonly page: StoreApi<PageState>;
  send(message: BrowserMessage): boolean;
}

/** The acts of a tab over its connection. */
export function createActs({ lab, page, send }: Needs): Acts {
  const waiting = createWaiting();
  /** The newest revision that an act of this tab made. */
  let made = -1;
  waiting.listen(({ revision }) => {
    made = revision;
  });
  const turns = createTurns(
    () => waiting.idle() && (lab.getState().state?.revision ?? made) >= made,
    // A fresh kernel counts from the start again.
    () => {
      made = -1;
    },
  );

  function refuse(problem: Problem): Promise<Problem> {
    lab.setState((state) => withProblem(state, problem, Date.now()), true);
    return Promise.resolve(problem);
  }

  function make(action: Action): Promise<Problem | null> {
    const { id, answer } = waiting.add(action);
    if (send({ kind: "act", id, action }))
      return action.kind === "open_model" ? opening(action, answer) : noticed(answer);
    waiting.drop(id);
    return refuse(NOT_CONNECTED);
  }

  /** Says that there is no answer for a while: a call inside the running cell may hold Python itself. */
  async function noticed(answer: Promise<Problem | null>): Promise<Problem | null> {
    const late = setTimeout(() => page.setState({ unanswered: true }), LATE_MS);
    const problem = await answer;
    clearTimeout(late);
    if (waiting.idle()) page.setState({ unanswered: false });
    return problem;
  }

  /** Says which model is under way until the kernel has answered. */
  async function opening({ source }: OpenModel, answer: Promise<Problem | null>): Promise<Problem | null> {
    page.setState({ opening: source });
    const problem = await answer;
    if (page.getState().opening === source) page.setState({ opening: null });
    return problem;
  }

  function toggle(way: Way, components: readonly string[]): Promise<Problem | null> {
    const { state } = lab.getState();
    if (!state) return refuse(NOT_READY);
    const action = toggled(state, page.getState(), way, components);
    if (!action) return refuse(NOTHING_SELECTED);
    page.setState(usedNow(way));
    return attempt(action);
  }

  function attempt(action: Action): Promise<Problem | null> {
    const { state } = lab.getState();
    const patching = action.kind === "intervene" && action.operation.op === "patch";
    const problem = patching && state ? lengthsDiffer(state, action.source) : null;
    return problem ? refuse(problem) : make(action);
  }

  return {
    make,
    attempt,
    toggle,
    release: (interventions) =>
      make({ kind: "release", ids: interventions.map(({ id }) => id), targets: [] }),
    setPrompt(name, source) {
      const action = promptAction(lab.getState().state, name, source);
      return action ? make(action) : refuse(NOT_READY);
    },
    kernel(verb) {
      if (!send({ kind: "kernel", verb })) void refuse(NOT_CONNECTED);
    },
    refuse,
    inTurn: turns.take,
    listen: waiting.listen,
    settle: waiting.settle,
    lose() {
      if (waiting.lose(LOST)) void refuse(LOST);
    },
  };
}
