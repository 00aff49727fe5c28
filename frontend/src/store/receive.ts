// One way into the store: a message from the server makes a new state. Pure.
import {
  type Problem,
  type ServerMessage,
  type ServerState,
  type Span,
  type State,
  type Tensor,
  tensorOver,
  type ViewFailure,
  type ViewFrame,
} from "@trafolab/viz";
import type { Incoming } from "../transport/frames";
import { type LabState, STANDING, withProblem } from "./lab";
import { noted } from "./seenPrompts";

/** Answers to a key pressed once more than there are steps, before the state said so: the buttons show it already. */
const IDLE: ReadonlySet<string> = new Set(["nothing_to_undo", "nothing_to_redo"]);

/** What the page knows after this message; `at` is the time it came, in milliseconds. */
export function receive(lab: LabState, { message, buffers }: Incoming, at: number): LabState {
  switch (message.kind) {
    case "welcome":
      return { ...lab, welcome: message };
    case "state":
      return withState(lab, message, at);
    case "kernel":
      return { ...lab, kernel: { status: message.status, detail: message.detail } };
    case "view":
      return withView(lab, message, buffers);
    case "view_failure":
      return withFailure(lab, message);
    case "done":
      return message.problem && !IDLE.has(message.problem.code) ? withProblem(lab, message.problem, at) : lab;
    case "problem":
      return withProblem(lab, message.problem, at);
    default:
      return unknownKind(message);
  }
}

/** Whether it answers what is looked at no longer: kept, it would pass for new to whoever looks again. */
export function isUnasked(message: ServerMessage, watched: (key: string) => boolean): boolean {
  return (message.kind === "view" || message.kind === "view_failure") && !watched(message.key);
}

function withState(lab: LabState, { state, live }: ServerState, at: number): LabState {
  // A fresh kernel counts from the start again: numbers of the former one must not pass for newer.
  const restarted = lab.state !== null && state.revision < lab.state.revision;
  const shown = lab.state ? { ...state, ...unchanged(lab.state, state) } : state;
  const prompts = noted(lab.prompts, state);
  const emptied = restarted ? { views: {}, failures: {} } : {};
  const unprompted = state.clean === null ? { views: {} } : {};
  const next: LabState = { ...lab, state: shown, live, prompts, ...emptied, ...unprompted };
  return fresh(lab.state, state).reduce((before, what) => withProblem(before, said(what), at), next);
}

/** What the kernel says anew; to a page that has just opened, all of it is. */
function fresh(before: State | null, { problems }: State): string[] {
  return problems.filter((what) => !before?.problems.includes(what));
}

function said(what: string): Problem {
  return { code: STANDING, what, subject: null, advice: null };
}

/** Parts that most states share with the one before. */
const LASTING = [
  "model",
  "clean",
  "counterfactuals",
  "metric",
  "groups",
  "paint",
  "findings",
  "operations",
  "problems",
] as const;

/** The objects known already where the new state says the same, so that whoever draws them need not start again. */
function unchanged(known: State, sent: State): Partial<State> {
  const same = LASTING.filter((part) => JSON.stringify(known[part]) === JSON.stringify(sent[part]));
  return Object.fromEntries(same.map((part) => [part, known[part]]));
}

function withView(lab: LabState, frame: ViewFrame, buffers: readonly Span[]): LabState {
  if (frame.revision < (lab.views[frame.key]?.frame.revision ?? -1)) return lab;
  const tensors: Record<string, Tensor> = {};
  for (const spec of frame.tensors) {
    const span = buffers[spec.buffer];
    if (!span) throw new RangeError(`the view ${frame.view} names a buffer that did not come`);
    tensors[spec.name] = tensorOver(spec, span);
  }
  const { [frame.key]: _mended, ...failures } = lab.failures;
  return { ...lab, views: { ...lab.views, [frame.key]: { frame, tensors } }, failures };
}

function withFailure(lab: LabState, { key, view, revision, error, code }: ViewFailure): LabState {
  return { ...lab, failures: { ...lab.failures, [key]: { view, revision, error, code } } };
}

/** The state without data that nobody looks at any more. */
export function keepOnly(lab: LabState, watched: (key: string) => boolean): LabState {
  const views = Object.fromEntries(Object.entries(lab.views).filter(([key]) => watched(key)));
  const failures = Object.fromEntries(Object.entries(lab.failures).filter(([key]) => watched(key)));
  return { ...lab, views, failures };
}

function unknownKind(message: never): never {
  throw new TypeError(`unknown message ${JSON.stringify(message satisfies ServerMessage)}`);
}
