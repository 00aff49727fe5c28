// What a line of Python says of an operation behind its targets; each as the kernel's own row has it.
import type { Intervene } from "@trafolab/viz";
import type { Of, Operation } from "../acts/records";
import { general, keywords, python } from "./python";

/** The line of an intervention. */
export function interveneCode(action: Intervene): string {
  const { targets, operation, positions } = action;
  if (action.replaces !== null) return editCode(action, action.replaces);
  const where = operation.op === "knockout" ? "dst" : "positions";
  const said = [
    ...(operation.op === "linearise" ? [] : [oneOrList(targets)]),
    ...argumentsOf(operation),
    ...keywords({
      [where]: positions === "all" ? undefined : positions,
      source: action.source,
      donor: action.donor,
    }),
    ...(action.stored === null ? [] : [`stored=${oneOrList(action.stored)}`]),
  ];
  return `lab.${operation.op}(${said.join(", ")})`;
}

/** The line that puts the intervention in the place of another one. */
function editCode({ targets, operation, positions, source, donor }: Intervene, id: string): string {
  const fields = Object.entries(operation).filter(([name]) => !UNSAID.includes(name));
  const said = [
    python(id),
    ...(operation.op === "keep" ? [`targets=${python(targets)}`] : []),
    ...fields.map(([name, value]) => `${name === "strength" ? "scale" : name}=${python(value)}`),
    ...keywords({ positions, source, donor }),
  ];
  return `lab.edit(${said.join(", ")})`;
}

const UNSAID = ["op", "tokens", "source", "needs", "key"];

/** One name alone, several as a list. */
function oneOrList(names: readonly string[]): string {
  return python(names.length === 1 ? names[0] : names);
}

function argumentsOf(operation: Operation): string[] {
  switch (operation.op) {
    case "ablate":
      return ablation(operation);
    case "freeze":
      return keywords({ what: operation.what === "pattern" ? undefined : operation.what });
    case "patch":
      return keywords({
        subspace: operation.subspace,
        src: operation.src.length > 0 ? operation.src : undefined,
      });
    case "knockout":
      return keywords({ src: operation.src });
    case "scale":
      return [general(operation.factor)];
    case "steer":
      return steering(operation);
    case "keep":
      return keywords({ mode: other(operation.mode, "mean"), ...draws(operation) });
    case "linearise":
      return [];
    case "custom":
      return [operation.function];
    default:
      return operation satisfies never;
  }
}

function ablation(operation: Of<"ablate">): string[] {
  const byPosition = operation.mode === "mean" && operation.by_position ? true : undefined;
  const src = operation.mode === "zero" && operation.src.length > 0 ? operation.src : undefined;
  return keywords({ mode: other(operation.mode, "zero"), src, by_position: byPosition, ...draws(operation) });
}

function draws({ mode, draws, seed }: Pick<Of<"keep">, "mode" | "draws" | "seed">) {
  return mode === "resample" ? { draws: other(draws, 8), seed: other(seed, 0) } : {};
}

function steering({ direction, how, strength, unit, on }: Of<"steer">): string[] {
  return [
    `"${direction}"`,
    ...(how === "remove" ? [] : [`scale=${general(strength)}`]),
    ...keywords({ how: other(how, "add"), unit: other(unit, "direction"), on: other(on, "all") }),
  ];
}

/** What has to be said; undefined for what goes without saying. */
function other<T>(value: T, usual: T): T | undefined {
  return value === usual ? undefined : value;
}
