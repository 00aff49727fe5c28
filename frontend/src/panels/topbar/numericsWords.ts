// What a model's numbers can be trusted for, in words. Pure.
import type { ModelInfo } from "@trafolab/viz";

/** Beyond this largest difference of log-probabilities the model is not what Hugging Face computes. */
const EQUAL = 1e-3;

export function isOff({ hf_difference }: ModelInfo): boolean {
  return hf_difference !== null && hf_difference > EQUAL;
}

/** ` · equals Hugging Face to 2e−6`; empty where nothing was compared. */
export function comparison(model: ModelInfo): string {
  const { hf_difference } = model;
  if (hf_difference === null) return "";
  if (isOff(model)) return ` · differs from Hugging Face by ${small(hf_difference)}`;
  return ` · equals Hugging Face to ${small(hf_difference)}`;
}

/** What folding did to the weights. */
export function foldedWords({ mode, folded }: ModelInfo): string {
  if (mode === "raw") return "nothing";
  return folded.length > 0 ? folded.join(", ") : "nothing could be folded on this architecture";
}

/** How far the model is from Hugging Face's own, and on what that was found; or why nothing was compared. */
export function againstWords({ hf_difference, hf_n_tokens, hf_reason }: ModelInfo): string {
  if (hf_difference === null) return hf_reason ?? "being compared…";
  const where = hf_n_tokens === null ? "" : `, on a prompt of ${hf_n_tokens} tokens`;
  return `largest difference of a log-probability ${small(hf_difference)}${where}`;
}

/** What the other mode means for what was stored in this one. */
export function switchWords({ mode }: ModelInfo): string {
  const other = mode === "raw" ? "folded" : "raw";
  return `Values that were stored ${mode} (frozen, means, directions) are inactive while the model is ${other}, and act again when it is ${mode}.`;
}

function small(value: number): string {
  return value === 0 ? "the last bit" : value.toExponential(0).replace("e-", "e−");
}
