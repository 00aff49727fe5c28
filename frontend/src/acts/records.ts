// Names for unions that the generated types spell out where they occur.
import type { Intervene, Prompt } from "@trafolab/viz";

export type {
  BrowserMessage,
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
