// What a widget knows of its view: the newest answer, what it is asked with, why there is none.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TableForm } from "../export/ways";
import type { Tensors } from "../views/view";
import { type Bytes, bytesOf, type Hear, isTold, type Model, type Told, tensorsOf } from "./model";

type Params = Readonly<Record<string, unknown>>;

export interface Shown {
  readonly params: Params;
  readonly title: string;
  readonly line: string;
  readonly caption: string;
  readonly data: unknown;
  readonly tensors: Tensors;
}

export interface Conversation {
  readonly shown: Shown | null;
  /** What the first answer was to: what can be gone back to where a choice is refused. */
  readonly first: Params | null;
  readonly failure: string | null;
  /** What was chosen here and has not come back yet. */
  readonly asked: Params | null;
  /** An answer is overdue: the kernel is busy, or gone. */
  readonly silent: boolean;
  readonly change: (changed: Params) => void;
  readonly fileOf: (form: TableForm) => Promise<ArrayBuffer>;
}

interface Waiting {
  readonly resolve: (content: ArrayBuffer) => void;
  readonly reject: (error: Error) => void;
}

/** How long the kernel may take for a file, in milliseconds. */
const PATIENCE_MS = 60_000;
/** After so long without an answer it is said that there is none, in milliseconds. */
const SILENCE_MS = 3_000;

/** Talks to the kernel for as long as the view is shown at this place. */
export function useConversation(model: Model, root: HTMLElement): Conversation {
  const [place] = useState(freshName);
  const [shown, setShown] = useState<Shown | null>(null);
  const [first, setFirst] = useState<Params | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [asked, setAsked] = useState<Params | null>(null);
  const inSight = useRef(true);
  const answered = useRef(false);
  const lastAsk = useRef("");
  const files = useRef(new Map<string, Waiting>());
  useEffect(() => {
    const take = (told: Told, buffers: readonly Bytes[]) => {
      if (told.kind === "view") {
        setShown({ ...told, tensors: tensorsOf(told.tensors, buffers) });
        setFirst((before) => before ?? told.params);
        setFailure(null);
        // An answer to what was asked before may be on its way still: the choice made since then stays.
        if (told.asks[place] === lastAsk.current) setAsked(null);
      }
      if (told.kind === "view_failure") {
        setFailure(told.error);
        setAsked(null);
      }
      if (told.kind === "file") files.current.get(told.id)?.resolve(bytesOf(buffers[0]));
      if (told.kind === "file_failure") files.current.get(told.id)?.reject(new Error(told.error));
      if (told.kind === "view" || told.kind === "view_failure") {
        answered.current = true;
        say(model, { kind: inSight.current ? "seen" : "close", place });
      }
    };
    const hear: Hear = (message, buffers = []) => isTold(message) && take(message, buffers);
    model.on("msg:custom", hear);
    say(model, { kind: "open", place });
    return () => {
      model.off("msg:custom", hear);
      say(model, { kind: "close", place });
    };
  }, [model, place]);
  useEffect(() => {
    const tell = (now: boolean) => {
      inSight.current = now;
      // The first answer comes in any case: there is something to see as soon as it is in sight.
      if (answered.current) say(model, { kind: now ? "seen" : "close", place });
    };
    return whenSightChanges(root, tell);
  }, [model, root, place]);
  const current = useMemo(() => ({ ...shown?.params, ...asked }), [shown, asked]);
  const change = useCallback(
    (changed: Params) => {
      const params = { ...current, ...changed };
      lastAsk.current = freshName();
      setAsked(params);
      say(model, { kind: "ask", place, id: lastAsk.current, params });
    },
    [current, model, place],
  );
  const fileOf = useCallback((form: TableForm) => asFile(model, files.current, form), [model]);
  const silent = useOverdue(asked !== null || (shown === null && failure === null));
  return { shown, first, failure, asked, silent, change, fileOf };
}

/** Says something to the kernel, if there is one: an exported page has none, and Jupyter throws where it went. */
function say(model: Model, content: Readonly<Record<string, unknown>>): void {
  try {
    model.send(content);
  } catch (error) {
    console.warn("The view has no kernel to talk to.", error);
  }
}

/** Whether something has been waited for too long. */
function useOverdue(waiting: boolean): boolean {
  const [overdue, setOverdue] = useState(false);
  useEffect(() => {
    setOverdue(false);
    if (!waiting) return;
    const timer = setTimeout(() => setOverdue(true), SILENCE_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return overdue;
}

function asFile(model: Model, files: Map<string, Waiting>, form: TableForm): Promise<ArrayBuffer> {
  const id = freshName();
  const file = new Promise<ArrayBuffer>((resolve, reject) => {
    files.set(id, { resolve, reject });
    setTimeout(() => reject(new Error("The kernel has not answered; try again when it does.")), PATIENCE_MS);
  });
  say(model, { kind: "file", id, form });
  return file.finally(() => files.delete(id));
}

/** Says when an element leaves sight, and when it is back: what nobody sees need not be computed. */
function whenSightChanges(element: HTMLElement, say: (inSight: boolean) => void): (() => void) | undefined {
  if (typeof IntersectionObserver === "undefined") return undefined;
  let before = true;
  const observer = new IntersectionObserver((entries) => {
    const now = entries.at(-1)?.isIntersecting ?? before;
    if (now !== before) say(now);
    before = now;
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** Not `randomUUID`, which pages that came by plain HTTP lack. */
function freshName(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}
