// The widget's script: one module with all that it needs, for any notebook that knows anywidget.
import { createRoot } from "react-dom/client";
import type { Model } from "./model";
import { ViewInCell } from "./ViewInCell";
import "../style.css";
import "./widget.css";

interface Place {
  readonly model: Model;
  readonly el: HTMLElement;
}

function render({ model, el }: Place): () => void {
  el.classList.add("tf-widget");
  el.addEventListener("focusin", keepKeys);
  const root = createRoot(el);
  // React listens here too, and comes first.
  el.addEventListener("keydown", keepUsed);
  root.render(<ViewInCell model={model} root={el} />);
  return () => {
    el.removeEventListener("focusin", keepKeys);
    el.removeEventListener("keydown", keepUsed);
    root.unmount();
  };
}

/** The keys of a view are its own: in a notebook's command mode letters add and delete cells, wherever the focus is
 * but on an element that says so itself. */
function keepKeys({ target }: FocusEvent): void {
  if (target instanceof Element) target.setAttribute("data-lm-suppress-shortcuts", "true");
}

/** A key that a view has used goes no further: VS Code and marimo take keys when they have come up through the page. */
function keepUsed(event: KeyboardEvent): void {
  if (event.defaultPrevented) event.stopPropagation();
}

export default { render };
