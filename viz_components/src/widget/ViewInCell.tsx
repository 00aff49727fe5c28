import { useLayoutEffect, useState } from "react";
import { ViewOut } from "../export/ViewOut";
import type { ViewData, ViewParams } from "../protocol/gen";
import { viewNamed } from "../views";
import { LocalLink } from "../views/link";
import { type ViewAnswer, ViewPanel } from "../views/ViewPanel";
import type { ViewName } from "../views/view";
import type { Model } from "./model";
import { useSurroundings } from "./surroundings";
import { type Conversation, type Shown, useConversation } from "./useConversation";

/** A view in a notebook's cell, in the notebook's theme. */
export function ViewInCell({ model, root }: { model: Model; root: HTMLElement }) {
  const theme = useSurroundings(root);
  useLayoutEffect(() => {
    root.dataset.theme = theme;
  }, [root, theme]);
  const name = viewNamed(model.get("view"));
  if (!name) return <p>{`This version has no view named ${String(model.get("view"))}.`}</p>;
  return <Conversing view={name} model={model} root={root} />;
}

interface ConversingProps<V extends ViewName> {
  readonly view: V;
  readonly model: Model;
  readonly root: HTMLElement;
}

function Conversing<V extends ViewName>({ view, model, root }: ConversingProps<V>) {
  const conversation = useConversation(model, root);
  const [problem, setProblem] = useState<string | null>(null);
  const { shown, first, failure, silent } = conversation;
  if (silent && !shown) return <Still picture={model.get("still")} />;
  return (
    <LocalLink key={shown ? "shown" : "waiting"} position={lastToken(shown)}>
      <ViewPanel
        view={view}
        params={paramsOf(view, conversation)}
        change={(changed) => conversation.change({ ...changed })}
        answer={answerOf(view, conversation)}
        failure={failure}
        reset={first ? () => conversation.change(first) : undefined}
        foot={(figure) => (
          <footer className="tf-view-out">
            <ViewOut
              figure={figure}
              title={shown?.title ?? view}
              caption={shown?.caption ?? ""}
              fileOf={conversation.fileOf}
              report={({ message }) => setProblem(message)}
            />
            {shown && <code className="tf-widget-line">{shown.line}</code>}
            {silent && <small role="status">{NO_ANSWER}</small>}
            {problem !== null && <small role="status">{problem}</small>}
          </footer>
        )}
      />
    </LocalLink>
  );
}

const NO_ANSWER = "The kernel does not answer: it is busy, or gone. After a restart, run this cell again.";

/** What the cell showed when it ran, for pages without a kernel. */
function Still({ picture }: { picture: unknown }) {
  return (
    <>
      {typeof picture === "string" && picture !== "" && (
        <img className="tf-widget-still" src={picture} alt="The view as it was when its cell ran" />
      )}
      <p className="tf-view-note" role="status">
        {NO_ANSWER}
      </p>
    </>
  );
}

// The kernel made both by the records that the types are generated from; the widget's view is their proof.
function isAnswer<V extends ViewName>(_view: V, data: unknown): data is ViewData[V] {
  return typeof data === "object" && data !== null;
}

function areParams<V extends ViewName>(_view: V, params: unknown): params is ViewParams[V] {
  return typeof params === "object" && params !== null;
}

function answerOf<V extends ViewName>(view: V, { shown, asked }: Conversation): ViewAnswer<V> | null {
  if (!shown || !isAnswer(view, shown.data)) return null;
  return { data: shown.data, tensors: shown.tensors, late: asked !== null };
}

function paramsOf<V extends ViewName>(view: V, { shown, asked }: Conversation): ViewParams[V] {
  const params: unknown = { ...shown?.params, ...asked };
  if (!areParams(view, params)) throw new TypeError("what a view is asked with is a record");
  return params;
}

function dataOf(shown: Shown | null): object {
  return typeof shown?.data === "object" && shown.data !== null ? shown.data : {};
}

/** Where reading begins: at the prompt's end, if the answer tells its tokens. */
function lastToken(shown: Shown | null): number {
  const data = dataOf(shown);
  return "tokens" in data && Array.isArray(data.tokens) ? Math.max(0, data.tokens.length - 1) : 0;
}
