// Names for unions that the generated types spell out where they occur.
import type { Intervene, Prompt } from "@trafolab/viz";

export type {
  BrowserMessage,
  Intervene,
  Intervention,
  OpenModel,
  OperationChoice,
  OperationInfo,
  Problem,
  ServerDone,
  SetMetric,
  State,
} from "@trafolab/viz";

export type PromptSource = Prompt["source"];
export type Operation = Intervene["operation"];
export type Part = NonNullable<Extract<Operation, { op: "freeze" }>["what"]>;

/** An operation with where its values come from: what a button, a key or an entry of a menu does to components. */
export interface Way {
  readonly label: string;
  readonly operation: Operation;
  /** Name of a prompt or of a reference set; absent or null for what is usual. */
  readonly source?: string | null;
  readonly donor?: Intervene["donor"];
}
