// The little that we use of the application object which Notebook 7 exposes on its window.

interface SharedCell {
  getSource(): string;
  setSource(source: string): void;
}

export interface JupyterCell {
  readonly model: { readonly sharedModel: SharedCell };
}

/** Something that is told to whoever listens. */
export interface Signal<T> {
  connect(heard: (sender: unknown, told: T) => void): void;
  disconnect(heard: (sender: unknown, told: T) => void): void;
}

interface NotebookPanel {
  readonly content: { readonly activeCell: JupyterCell | null; readonly widgets: readonly JupyterCell[] };
  readonly context: {
    readonly ready: Promise<void>;
    readonly model: { dirty: boolean; readonly contentChanged: Signal<unknown> };
    save(): Promise<void>;
  };
  readonly sessionContext: {
    readonly session: { readonly kernel: { readonly id: string } | null } | null;
    readonly statusChanged: Signal<string>;
  };
}

export interface JupyterApp {
  readonly restored: Promise<unknown>;
  readonly commands: {
    execute(id: string, args?: Record<string, unknown>): Promise<unknown>;
    hasCommand(id: string): boolean;
  };
  readonly shell: {
    readonly currentWidget: NotebookPanel | null;
    readonly menu: { setHidden(hidden: boolean): void };
    collapseTop(): void;
  };
}

/** The application inside a frame; null while it is not there or the frame is of another origin. */
export function jupyterAppOf(frame: HTMLIFrameElement): JupyterApp | null {
  const inside: unknown = frame.contentWindow;
  if (typeof inside !== "object" || inside === null || !("jupyterapp" in inside)) return null;
  return isApp(inside.jupyterapp) ? inside.jupyterapp : null;
}

function isApp(value: unknown): value is JupyterApp {
  return typeof value === "object" && value !== null && "commands" in value && "shell" in value;
}
