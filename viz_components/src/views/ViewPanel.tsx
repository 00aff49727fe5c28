import type { ReactNode } from "react";
import { type Figure, usePicture } from "../export/usePicture";
import { Posing } from "../hover";
import type { ViewData, ViewParams } from "../protocol/gen";
import { VIEWS } from "./index";
import type { Tensors, View, ViewName } from "./view";

/** A view's newest answer. */
export interface ViewAnswer<V extends ViewName> {
  readonly data: ViewData[V];
  readonly tensors: Tensors;
  /** It answers what was asked before; the answer to what is asked now is under way. */
  readonly late: boolean;
}

interface ViewPanelProps<V extends ViewName> {
  readonly view: V;
  readonly params: ViewParams[V];
  readonly change: (params: Partial<ViewParams[V]>) => void;
  /** Null until there is one. */
  readonly answer: ViewAnswer<V> | null;
  /** Why there is none. */
  readonly failure?: string | null | undefined;
  /** Asks as at first, where something else was chosen. */
  readonly reset?: (() => void) | undefined;
  /** What stands below it, given what makes a picture of it: how it leaves, its line of code. */
  readonly foot?: ((figure: Figure) => ReactNode) | undefined;
}

/** A view with what it answers to: its picture, why there is none, and how it leaves. */
export function ViewPanel<V extends ViewName>(props: ViewPanelProps<V>) {
  const { view, params, change, answer, failure, reset, foot } = props;
  const { Component, title }: View<V> = VIEWS[view];
  const { body, posing, figure } = usePicture();
  return (
    <section
      className="tf-view"
      data-view={view}
      data-late={answer?.late ? "" : undefined}
      aria-label={title}
    >
      {failure != null && (
        <p className="tf-view-failure" role="status">
          {failure}{" "}
          {reset && (
            <button type="button" onClick={reset}>
              Ask as at first
            </button>
          )}
        </p>
      )}
      {answer && failure == null && (
        <div className="tf-view-body" ref={body}>
          <Posing value={posing}>
            <Component data={answer.data} tensors={answer.tensors} params={params} change={change} />
          </Posing>
        </div>
      )}
      {!answer && failure == null && (
        <p className="tf-view-waiting" role="status">
          Being computed …
        </p>
      )}
      {answer && failure == null && foot?.(figure)}
    </section>
  );
}
