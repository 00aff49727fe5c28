// What an intervention is, in words.
import type { Intervention } from "@trafolab/viz";
import type { Of, Operation } from "../acts/records";
import { short } from "../ui/numbers";
import { PART_WORDS } from "./parts";
import { placeName } from "./places";

/** `ablate zero, all positions`; `freeze attention pattern, snapshot of clean, at Hart (5)`. */
export function describe(intervention: Intervention): string {
  return [whatOf(intervention), whereOf(intervention)].filter(Boolean).join(", ");
}

/** The same for a narrow place: what goes without saying is left out. */
export function inShort(intervention: Intervention): string {
  const where = intervention.positions === "all" ? "" : whereOf(intervention);
  return [whatOf(intervention).replace(/^steer: /, ""), where].filter(Boolean).join(", ");
}

/** What it does, and from what. */
function whatOf({ operation, source }: Intervention): string {
  return [inWords(operation), from(source)].filter(Boolean).join(separator(operation));
}

/** `patch from corrupt`, but `ablate mean, over names`. */
function separator({ op }: Operation): string {
  return op === "patch" ? " " : ", ";
}

function ablatedWhere(operation: Of<"ablate">): string {
  if (operation.src.length > 0) return ` towards ${keysOf(operation)}`;
  return operation.by_position ? " at each position" : "";
}

type Keys = Pick<Of<"ablate" | "knockout">, "src" | "tokens">;

function keysOf(keys: Keys): string {
  return placesOf(keyPlaces(keys));
}

function keyPlaces({ src, tokens }: Keys): Place[] {
  return src.map((index, i) => ({ index, token: tokens[i] ?? "" }));
}

function inWords(operation: Operation): string {
  switch (operation.op) {
    case "ablate":
      return `ablate ${operation.mode}${drawn(operation)}${ablatedWhere(operation)}`;
    case "freeze":
      return operation.what === null ? "freeze" : `freeze ${PART_WORDS[operation.what]}`;
    case "patch":
      return operation.subspace === null ? "patch" : `patch along ${operation.subspace}`;
    case "scale":
      return `scale × ${short(operation.factor)}`;
    case "steer":
      return steered(operation);
    case "knockout":
      return `knock out attention to ${keysOf(operation)}`;
    case "keep":
      return `keep only these, others ${OTHERS[operation.mode]}${drawn(operation)}`;
    case "linearise":
      return "linearise: patterns and norms held";
    case "custom":
      return `custom ${operation.function}`;
    default:
      return operation satisfies never;
  }
}

function drawn({ mode, draws }: Of<"keep" | "ablate">): string {
  return mode === "resample" ? ` (${draws} draws)` : "";
}

const OTHERS = { zero: "zero", mean: "by mean", resample: "resampled" } as const;

const PHASES = { all: "", prompt: " on the prompt", generated: " on what is generated" } as const;

function steered({ direction, how, strength, unit, on }: Of<"steer">): string {
  const amount = unit === "stream" ? `${short(strength)} of the stream` : short(strength);
  const said = {
    add: `add ${direction} × ${amount}`,
    clamp: `clamp ${direction} at ${amount}`,
    remove: `remove ${direction}`,
  }[how];
  return `steer: ${said}${PHASES[on]}`;
}

function from(source: Intervention["source"]): string {
  switch (source.kind) {
    case "none":
      return "";
    case "prompt":
      return `from ${source.prompt}${source.donor === "live" ? ", live" : ""}`;
    case "snapshot": {
      const live = source.run.interventions === "live" ? " under interventions" : "";
      return `snapshot of ${source.run.prompt}${live}`;
    }
    case "constant":
      return `over ${source.reference}, n = ${source.n}`;
    default:
      return source satisfies never;
  }
}

/** At which positions. */
function whereOf({ operation, positions }: Pick<Intervention, "operation" | "positions">): string {
  if (positions === "all")
    return operation.op === "keep" || operation.op === "linearise" ? "" : "all positions";
  return `at ${placesOf(positions)}`;
}

/** Where it acts, in few words, if that is not everywhere; null where it is. */
export function partlyWhere({ operation, positions }: Intervention): string | null {
  const towards = operation.op === "ablate" && operation.src.length > 0;
  return (
    [
      ...(towards ? [`towards ${fewOf(keyPlaces(operation))}`] : []),
      ...(operation.op === "steer" ? [PHASES[operation.on].trim()].filter(Boolean) : []),
      ...(positions === "all" ? [] : [`at ${fewOf(positions)}`]),
    ].join(", ") || null
  );
}

const FEW = 3;

function fewOf(places: readonly Place[]): string {
  return places.length > FEW ? `${places.length} tokens` : placesOf(places);
}

interface Place {
  readonly index: number;
  readonly token: string;
}

function placesOf(places: readonly Place[]): string {
  return places.map(({ index, token }) => placeName(token, index)).join(", ");
}

/** What “plain” stands for. */
export const PLAIN_MEANS = "without Trafolab's interventions; your own hooks and weights stay";

/** What |Δ| stands for wherever it is shown. */
export const DELTA_MEANS = "|Δ|: Frobenius norm of what it changed";

/** `fired 1×, |Δ| 3.2`. */
export function proofOf({ state, fired, delta_norm }: Intervention["status"]): string {
  if (state === "pending") return "waiting for a run";
  const cell = fired.cell === null ? "" : ` here, ${fired.cell}× in a cell`;
  const steps = fired.steps === 0 ? "" : `, ${fired.steps}× while generating`;
  const delta = delta_norm === null ? "" : `, |Δ| ${delta_norm.toPrecision(3)}`;
  return `fired ${fired.page}×${cell}${steps}${delta}`;
}
