// Names for unions that the generated types spell out where they occur.
import type { Intervene, Prompt } from "@trafolab/viz";

export type {
  BrowserMessage,
  Intervene,
  Intervention,
  OpenModel,
  OperationInfo,
  Problem,
  ServerDone,
  SetMetric,
  SetPrompt,
  State,
} from "@trafolab/viz";

export type PromptSource = Prompt["source"];
export type Operation = Intervene["operation"];
/** The record of one operation, or of several. */
export type Of<Op extends Operation["op"]> = Extract<Operation, { op: Op }>;
export type Part = NonNullable<Of<"freeze">["what"]>;

/** An operation with where its values come from: what a button, a key or an entry of a menu does to components. */
export interface Way {
  readonly label: string;
  readonly operation: Operation;
  /** Name of a prompt or of a reference set; absent or null for what is usual. */
  readonly source?: string | null;
  readonly donor?: Intervene["donor"];
}
