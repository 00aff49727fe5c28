// The Python line of an act before it is made. Afterwards the kernel's own line counts.
import type { ClientAct, Intervene, OperationInfo, SetMetric, SetPrompt } from "@trafolab/viz";
import { call } from "./python";

export type Action = ClientAct["action"];

/** One line of Python that does the same; `operations` tell which fields go without saying. */
export function codeFor(action: Action, operations: readonly OperationInfo[]): string {
  switch (action.kind) {
    case "set_prompt":
      return promptCode(action);
    case "set_metric":
      return metricCode(action);
    case "intervene":
      return interveneCode(action, operations);
    case "release":
      return call("lab.release", bare([...action.targets, ...action.ids]));
    case "set_enabled":
      return call(action.enabled ? "lab.enable" : "lab.disable", [action.id]);
    case "clear":
    case "undo":
    case "redo":
      return call(`lab.${action.kind}`, []);
    case "open_model":
      return call("lab.open", [action.source], { folded: action.folded || undefined });
    default:
      return action satisfies never;
  }
}

function promptCode({ clean, counterfactuals }: SetPrompt): string {
  const given = (source: SetPrompt["clean"]) => (source.kind === "text" ? source.text : source.ids);
  const entries = Object.entries(counterfactuals ?? {}).map(
    ([name, source]) => [name, given(source)] as const,
  );
  const [only] = entries;
  const bareCorrupt = entries.length === 1 && only?.[0] === "corrupt";
  const corrupt = bareCorrupt ? only[1] : entries.length > 0 ? Object.fromEntries(entries) : undefined;
  return call("lab.prompt", [given(clean)], { corrupt });
}

function metricCode({ metric_kind, answer, distractor, position }: SetMetric): string {
  if (metric_kind === null) return call("lab.metric", [null]);
  return call("lab.metric", [metric_kind], {
    answer: answer ?? undefined,
    distractor: distractor ?? undefined,
    position: position === -1 ? undefined : position,
  });
}

function interveneCode(action: Intervene, operations: readonly OperationInfo[]): string {
  const { op, ...fields } = action.operation;
  const usual = operations.find((info) => info.op === op)?.choices[0]?.operation;
  const goesWithoutSaying = usual !== undefined && JSON.stringify(usual) === JSON.stringify(action.operation);
  return call(`lab.${op}`, bare(action.targets), {
    ...(goesWithoutSaying ? {} : fields),
    source: action.source ?? undefined,
    donor: action.donor ?? undefined,
    positions: action.positions === "all" ? undefined : action.positions,
  });
}

/** One target goes alone, several as a list. */
function bare(names: readonly string[]): unknown[] {
  return names.length === 1 ? [names[0]] : [names];
}
