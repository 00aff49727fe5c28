import type { Stamp } from "../protocol/gen";

/** The conditions that numbers were computed under, in a line. `under`: the interventions that acted, where they are
 * known; of a live run in which none acts, none. */
export function stampLine(stamp: Stamp, prompts: string = stamp.prompt, under?: readonly string[]): string {
  const { weights, model_hash, mode, dtype } = stamp;
  const parts = [
    prompts,
    acting(stamp, under),
    `weights as ${weights === "loaded" ? "loaded" : "they are now"}`,
    `model ${model_hash.slice(0, 12)}`,
    mode,
    dtype,
  ];
  return parts.join(" · ");
}

function acting({ interventions }: Stamp, under: readonly string[] | undefined): string {
  if (interventions === "plain" || under?.length === 0) return "without interventions";
  return under ? `under ${under.join(", ")}` : "under interventions";
}

export function isStamp(value: unknown): value is Stamp {
  if (typeof value !== "object" || value === null || !("prompt" in value)) return false;
  const words = ["prompt", "interventions", "weights", "model_hash", "mode", "dtype"];
  const said = new Map<string, unknown>(Object.entries(value));
  return words.every((word) => typeof said.get(word) === "string");
}
