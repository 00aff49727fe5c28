// Notebook 7 brings a header, a menu and a page's margins of its own; inside a pane they only take room.
import type { JupyterApp } from "./jupyterApp";

const RULES = `
  :root { --jp-notebook-max-width: 100%; --jp-notebook-padding-offset: 0px; }
  body[data-notebook="notebooks"] .jp-WindowedPanel-outer,
  body[data-notebook="notebooks"] #main-panel,
  .jp-NotebookPanel { background: var(--jp-layout-color0) !important; }
  body[data-notebook="notebooks"] .jp-WindowedPanel-viewport,
  body[data-notebook="notebooks"] .jp-Notebook { box-shadow: none !important; margin: 0 !important; }
  body[data-notebook="notebooks"] .jp-NotebookPanel-toolbar { box-shadow: none !important; padding: 2px 4px !important; }
  .jp-Toolbar-kernelName, .jp-Toolbar > .lm-Widget:has(.jp-interfaceSwitcher) { display: none; }
`;

/** Hides what the pane does not need. */
export function dressUp(app: JupyterApp, frame: HTMLIFrameElement): void {
  app.shell.collapseTop();
  app.shell.menu.setHidden(true);
  const inside = frame.contentDocument;
  if (!inside || inside.getElementById(STYLE)) return;
  const style = inside.createElement("style");
  style.id = STYLE;
  style.textContent = RULES;
  inside.head.append(style);
}

const STYLE = "trafolab-dress";
