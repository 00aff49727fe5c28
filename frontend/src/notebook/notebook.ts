// Control of the notebook in its frame, by Notebook 7's own public commands.

import type { Theme } from "../store/page";
import { dressUp } from "./dress";
import { keepingFocus } from "./focus";
import { type JupyterApp, type JupyterCell, jupyterAppOf } from "./jupyterApp";
import { afterCells, type Kept, keep } from "./keep";
import { oneSaveAtATime } from "./oneSave";
import { answerRestart } from "./restartDialog";

export type Readiness = "loading" | "ready" | "failed";

export interface Notebook {
  /** Takes hold of a frame once its page has loaded; resolves when the notebook can be used. */
  attach(frame: HTMLIFrameElement, theme: Theme): Promise<void>;
  detach(): void;
  /** Puts a cell with `code` below the active one; runs it, or goes into it, only where asked. */
  insert(code: string, how?: { run?: boolean; enter?: boolean }): Promise<void>;
  setTheme(theme: Theme): Promise<void>;
  save(): Promise<void>;
  /** Saves what only this tab holds, before its frame is loaded anew. */
  keep(): Promise<Kept>;
  /** Whether the kernel that the notebook is attached to still exists; false after a server's new start. */
  isAttached(): Promise<boolean>;
  /** The kernel is being restarted: the page's banner says so, the notebook need not. */
  restarting(): Promise<void>;
}

const POLL_MS = 60;
/** A busy machine takes its time to start Jupyter; whoever wants to act has less patience. */
const OPENING_MS = 120_000;
const INSERTING_MS = 30_000;
const THEMES: Record<Theme, string> = { light: "JupyterLab Light", dark: "JupyterLab Dark" };

/** What is known of the frame and of the application inside it. */
interface Hold {
  app: JupyterApp | null;
  frame: HTMLIFrameElement | null;
  /** Ends the saving after cells. */
  release: () => void;
}

const nothing = () => undefined;

/** Control of a notebook that is not there yet. */
export function createNotebook(): Notebook {
  const hold: Hold = { app: null, frame: null, release: nothing };
  // Cells go in one after another, or two quick acts would write into the same one.
  let queue: Promise<unknown> = Promise.resolve();
  const quietly = (act: () => Promise<void>) => (hold.frame ? keepingFocus(hold.frame, act) : act());
  return {
    async attach(frame, theme) {
      hold.frame = frame;
      await quietly(async () => {
        const app = await opened(frame, theme);
        if (hold.frame !== frame) return;
        hold.app = app;
        hold.release = afterCells(app, () => void keep(app));
      });
    },
    detach() {
      hold.release();
      hold.release = nothing;
      hold.app = null;
      hold.frame = null;
    },
    insert(code, { run = false, enter = false } = {}) {
      const insert = () => insertNow(hold, code, run);
      const next = queue.then(() => (enter ? insert().then(() => enterCell(hold)) : quietly(insert)));
      queue = next.catch(() => undefined);
      return next;
    },
    async setTheme(theme) {
      if (hold.app) await wear(hold.app, theme);
    },
    async save() {
      await hold.app?.commands.execute("docmanager:save");
    },
    keep: async () => (hold.app ? keep(hold.app) : "saved"),
    isAttached: () => isAttached(hold.app),
    async restarting() {
      const { frame } = hold;
      if (frame) await quietly(() => answerRestart(frame));
    },
  };
}

async function opened(frame: HTMLIFrameElement, theme: Theme): Promise<JupyterApp> {
  const app = await waitFor(
    () => jupyterAppOf(frame),
    OPENING_MS,
    "Jupyter did not start in the notebook pane.",
  );
  await app.restored;
  const panel = await waitFor(
    () => app.shell.currentWidget,
    OPENING_MS,
    "Jupyter did not open the notebook.",
  );
  await panel.context.ready;
  oneSaveAtATime(panel.context);
  dressUp(app, frame);
  await wear(app, theme);
  return app;
}

async function insertNow(hold: Hold, code: string, run: boolean): Promise<void> {
  const app = await waitFor(() => hold.app, INSERTING_MS, "the notebook has not loaded.");
  const cell = await freshCell(app);
  cell.model.sharedModel.setSource(code);
  if (run) await app.commands.execute("notebook:run-cell");
}

/** Gives the keys to the active cell, so that Shift+Enter runs it. */
async function enterCell({ app, frame }: Hold): Promise<void> {
  frame?.focus();
  await app?.commands.execute("notebook:enter-edit-mode");
}

async function isAttached(app: JupyterApp | null): Promise<boolean> {
  if (!app) return true;
  const id = app.shell.currentWidget?.sessionContext.session?.kernel?.id;
  if (id === undefined) return false;
  const { status } = await fetch(`/jupyter/api/kernels/${encodeURIComponent(id)}`);
  return status !== 404;
}

async function wear(app: JupyterApp, theme: Theme): Promise<void> {
  await app.commands.execute("apputils:change-theme", { theme: THEMES[theme] });
}

/** An empty cell: the active one where nothing is written in it yet, a new one below it otherwise. */
async function freshCell(app: JupyterApp): Promise<JupyterCell> {
  const active = app.shell.currentWidget?.content.activeCell;
  if (active && active.model.sharedModel.getSource().trim() === "") return active;
  await app.commands.execute("notebook:insert-cell-below");
  const cell = app.shell.currentWidget?.content.activeCell;
  if (!cell) throw new Error("the notebook has no active cell.");
  return cell;
}

async function waitFor<T>(look: () => T | null, patience: number, failure: string): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = look();
    if (found !== null) return found;
    if (Date.now() > end) throw new Error(failure);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
