// The Python line of an act before it is made. Afterwards the kernel's own line counts.
import type { ClientAct, SetMetric, SetPrompt } from "@trafolab/viz";
import { experimentCode, startCode } from "./experimentCode";
import { directionCode, given, groupCode, paintCode, referenceCode } from "./namingCode";
import { interveneCode } from "./operationCode";
import { pairsCode } from "./pairsCode";
import { call, keywords, python } from "./python";

export type Action = ClientAct["action"];

/** One line of Python that does the same. */
export function codeFor(action: Action): string {
  switch (action.kind) {
    case "set_prompt":
      return promptCode(action);
    case "set_metric":
      return metricCode(action);
    case "intervene":
      return interveneCode(action);
    case "release":
      return call("lab.release", bare([...action.targets, ...action.ids]));
    case "set_enabled":
      return call(action.enabled ? "lab.enable" : "lab.disable", [action.id]);
    case "reorder":
      return call("lab.reorder", [action.ids]);
    case "clear":
    case "undo":
    case "redo":
      return call(`lab.${action.kind}`, []);
    case "set_reference":
      return referenceCode(action);
    case "set_pairs":
      return pairsCode(action);
    case "use_pair":
      return call("lab.use_pair", [action.name, action.index]);
    case "set_direction":
      return directionCode(action);
    case "set_group":
      return groupCode(action);
    case "set_paint":
      return paintCode(action);
    case "forget":
      return call("lab.forget", [action.name], { what: action.what });
    case "save_state":
      return call("lab.save", [action.name]);
    case "load_state":
      return call("lab.load", [action.name]);
    case "restore_weights":
      return call("lab.restore_weights", action.targets);
    case "start_experiment":
      return startCode(action.spec);
    case "control_experiment":
    case "rename_experiment":
    case "forget_experiment":
      return experimentCode(action);
    case "open_model":
      return call("lab.open", [action.source], { folded: action.folded || undefined });
    default:
      return action satisfies never;
  }
}

function promptCode({ clean, counterfactuals }: SetPrompt): string {
  const entries = Object.entries(counterfactuals ?? {}).map(
    ([name, source]) => [name, given(source)] as const,
  );
  const [only] = entries;
  const bareCorrupt = entries.length === 1 && only?.[0] === "corrupt";
  const corrupt = bareCorrupt ? only[1] : entries.length > 0 ? Object.fromEntries(entries) : undefined;
  return call("lab.prompt", [given(clean)], { corrupt });
}

function metricCode(action: SetMetric): string {
  const { metric_kind, answer, distractor, over, k, position, positions, pairs, minus } = action;
  if (metric_kind === null) return call("lab.metric", [null]);
  const named = keywords({
    answer: answer ?? undefined,
    distractor: distractor ?? undefined,
    over: over === "mean" ? undefined : over,
    k: k ?? undefined,
    position: position === -1 ? undefined : position,
    positions: positions ?? undefined,
    pairs: pairs ?? undefined,
    minus: minus ?? undefined,
  });
  return `lab.metric(${[action.function?.name ?? python(metric_kind), ...named].join(", ")})`;
}

/** One name goes alone, several as a list. */
function bare(names: readonly string[]): unknown[] {
  return names.length === 1 ? [names[0]] : [names];
}
