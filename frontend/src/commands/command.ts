// An act with a name: what the palette lists, what keys call, what `?` prints.

export type Group =
  | "Selection"
  | "Whole model"
  | "Experiments"
  | "Tokens"
  | "Lists"
  | "Walk"
  | "History"
  | "Prompt"
  | "View"
  | "Notebook"
  | "Model"
  | "Kernel";

export interface Command {
  readonly id: string;
  readonly group: Group;
  readonly label: string;
  /** Key combinations as `keyName` writes them; the first is shown. */
  readonly keys: readonly string[];
  readonly enabled: boolean;
  /** The Python line that does the same, where there is one. */
  readonly code?: string;
  readonly run: () => void;
}
