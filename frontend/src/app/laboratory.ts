// One laboratory of one tab: its stores, its socket, its notebook. Everything else receives it as an argument.
import type { Problem } from "@trafolab/viz";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Acts, createActs } from "../acts/acts";
import { createRecorder } from "../acts/recorder";
import { follow } from "../experiments/following";
import { createNotebook, type Notebook } from "../notebook/notebook";
import { createAddressBar, windowBar } from "../store/addressBar";
import { type LabState, UNHEARD, withProblem } from "../store/lab";
import { createLayoutKeeper } from "../store/layoutKeeper";
import { firstPage, type PageState, type PaneName, type Theme } from "../store/page";
import { isUnasked, keepOnly, receive } from "../store/receive";
import type { Incoming } from "../transport/frames";
import { isLocked } from "../transport/locked";
import { openSocket, PROTOCOL_VERSION, type Socket } from "../transport/socket";
import { createWatches, type Watches } from "../transport/watches";
import { followForgetting } from "./followForgetting";
import { followPaint } from "./followPaint";

export interface Laboratory {
  readonly lab: StoreApi<LabState>;
  readonly page: StoreApi<PageState>;
  readonly watches: Watches;
  readonly acts: Acts;
  readonly notebook: Notebook;
  /** Changes what belongs to this tab. */
  set(change: Partial<PageState>): void;
  setHidden(pane: PaneName, hidden: boolean): void;
  /** Shows an error that no message from the server carried. */
  report(error: Error): void;
}

/** Connects to the server behind `url` (`ws://…/ws`). */
export function createLaboratory(url: string, theme: Theme): Laboratory {
  const lab = createStore<LabState>(() => UNHEARD);
  const page = createStore<PageState>(() => firstPage(theme));
  const note = (problem: Problem) => lab.setState((state) => withProblem(state, problem, Date.now()), true);
  const notebook = createNotebook();
  const watches = createWatches(() => {
    lab.setState((state) => keepOnly(state, watches.has), true);
    socket.send({ kind: "watch", watches: watches.list() });
  });
  const acts = createActs({ lab, page, send: (message) => socket.send(message) });
  const layout = createLayoutKeeper(page, (kept) => socket.send({ kind: "layout", layout: kept }));
  const address = createAddressBar(page, windowBar());

  function take(incoming: Incoming): void {
    const { message } = incoming;
    if (isUnasked(message, watches.has)) return;
    lab.setState((state) => receive(state, incoming, Date.now()), true);
    if (message.kind === "done") acts.settle(message);
    if (message.kind === "welcome") {
      layout.restore(message.layout);
      address.restore();
    }
  }

  const socket: Socket = openSocket(url, {
    opened() {
      lab.setState({ connection: "open" });
      socket.send({ kind: "hello", protocol: PROTOCOL_VERSION });
      socket.send({ kind: "watch", watches: watches.list() });
    },
    received: take,
    unreadable: ({ message }) => note(unreadable(message)),
    closed(final) {
      void explainClosing(lab, final);
      acts.lose();
    },
  });
  acts.listen(createRecorder({ lab, page, notebook }));
  acts.listen(({ action, revision }) => {
    if (action.kind === "forget") page.setState({ forgotten: { name: action.name, revision } });
  });
  follow(lab, page);
  followPaint(lab, page);
  followForgetting(lab, page);
  return {
    lab,
    page,
    watches,
    acts,
    notebook,
    set: (change) => page.setState(withInspected(change, page.getState())),
    setHidden: (pane, hidden) =>
      page.setState(({ collapsed }) => ({ collapsed: listed(collapsed, pane, hidden) })),
    report: ({ message }) => note(ownProblem(message)),
  };
}

/** What is selected is looked at, unless the change says otherwise. */
function withInspected(change: Partial<PageState>, { looking }: PageState): Partial<PageState> {
  return change.selection && change.selection.length > 0
    ? { looking: { ...looking, at: "selection" }, ...change }
    : change;
}

/** Why there is no connection; a server that was started anew is told from one that is away. */
async function explainClosing(lab: StoreApi<LabState>, final: boolean): Promise<void> {
  lab.setState(({ connection }) => ({
    connection: final ? "refused" : connection === "locked" ? "locked" : "lost",
  }));
  const locked = await isLocked();
  if (lab.getState().connection === "lost" && locked) lab.setState({ connection: "locked" });
}

function listed(names: readonly PaneName[], name: PaneName, there: boolean): readonly PaneName[] {
  const others = names.filter((other) => other !== name);
  return there ? [...others, name] : others;
}

function ownProblem(what: string) {
  return { code: "page", what, subject: null, advice: null };
}

function unreadable(message: string) {
  return {
    code: "unreadable_message",
    what: `The page could not read a message from the server: ${message}.`,
    subject: null,
    advice: "Reload the page; if it comes again, page and server are of different versions.",
  };
}
