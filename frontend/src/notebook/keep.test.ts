import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { JupyterApp } from "./jupyterApp";
import { afterCells, keep } from "./keep";

type Heard = (sender: unknown, status: string) => void;

/** An application with a notebook that is dirty until `save` is over. */
function application(save: () => Promise<void> = async () => undefined, dirty = true) {
  const listeners = new Set<Heard>();
  const contentChanged = { connect: () => undefined, disconnect: () => undefined };
  const model = { dirty, contentChanged };
  const saving = vi.fn(async () => {
    await save();
    model.dirty = false;
  });
  const panel = {
    content: { activeCell: null, widgets: [] },
    context: { ready: Promise.resolve(), model, save: saving },
    sessionContext: {
      session: null,
      statusChanged: {
        connect: (heard: Heard) => listeners.add(heard),
        disconnect: (heard: Heard) => listeners.delete(heard),
      },
    },
  };
  const app: JupyterApp = {
    restored: Promise.resolve(),
    commands: { execute: async () => undefined, hasCommand: () => true },
    shell: { currentWidget: panel, menu: { setHidden: () => undefined }, collapseTop: () => undefined },
  };
  const say = (status: string) => {
    for (const heard of listeners) heard(null, status);
  };
  return { app, saving, say };
}

const named = (name: string) => Object.assign(new Error(name), { name });

beforeEach(() => {
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => new Response()),
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("saves a notebook that holds more than the disk", async () => {
  const { app, saving } = application();
  expect(await keep(app)).toBe("saved");
  expect(await keep(app)).toBe("saved");
  expect(saving).toHaveBeenCalledOnce();
});

it("does not try while the server is away, so that Jupyter asks nothing", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("Failed to fetch")));
  const { app, saving } = application();
  expect(await keep(app)).toBe("not yet");
  expect(saving).not.toHaveBeenCalled();
});

it("tells a person's no from a question that still stands", async () => {
  expect(await keep(application(() => Promise.reject(named("ModalCancelError"))).app)).toBe("refused");
  expect(await keep(application(() => Promise.reject(named("ModalDuplicateError"))).app)).toBe("not yet");
});

it("acts once, a second after the last of several cells", () => {
  vi.useFakeTimers();
  const { app, say } = application();
  const act = vi.fn();
  const stop = afterCells(app, act);
  for (const status of ["busy", "idle", "busy", "idle"]) say(status);
  vi.advanceTimersByTime(999);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledOnce();
  say("idle");
  stop();
  vi.advanceTimersByTime(2000);
  expect(act).toHaveBeenCalledOnce();
});
