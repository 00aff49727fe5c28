// Prompts as lines of text: one a line, as a person types them or as a file brings them. Pure.
import type { PromptSource } from "../../acts/records";

/** Prompts that were read, or the first line that could not be. */
export interface ReadLines {
  readonly prompts: PromptSource[];
  readonly problem: string | null;
}

/**
 * The prompts of a text, one a line; empty lines do not count. A line in double quotes is read as JSON, so that a
 * prompt can hold line ends. Without a tokenizer each line is token ids between commas.
 */
export function readLines(text: string, byText: boolean): ReadLines {
  const prompts: PromptSource[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const prompt = byText ? textOf(line) : promptOfIds(line);
    if (prompt === null) return { prompts, problem: `Line ${index + 1} is no list of ids between commas.` };
    prompts.push(prompt);
  }
  return { prompts, problem: null };
}

function textOf(line: string): PromptSource {
  const quoted = /^".*"$/.test(line) ? parsed(line) : null;
  return { kind: "text", text: typeof quoted === "string" ? quoted : line };
}

function promptOfIds(line: string): PromptSource | null {
  const ids = idsOf(line);
  return ids && { kind: "ids", ids, labels: null };
}

/** Token ids between commas or spaces; null where it is no such list. */
export function idsOf(line: string): number[] | null {
  const parts = line
    .replace(/^\s*\[|\]\s*$/g, "")
    .split(/[\s,]+/)
    .filter(Boolean);
  const ids = parts.map(Number);
  return ids.length > 0 && ids.every((id) => Number.isInteger(id) && id >= 0) ? ids : null;
}

/** A prompt as one line that is read as the same again. */
export function lineFor(prompt: string | readonly number[]): string {
  if (typeof prompt !== "string") return prompt.join(", ");
  const plain = !/[\n\r]/.test(prompt) && prompt.trim() !== "" && !/^".*"$/.test(prompt);
  return plain ? prompt : JSON.stringify(prompt);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
