// A prompt as it is typed: text as it is, ids as numbers.
import type { PromptSource } from "../../acts/records";

/** How a prompt's source is shown for editing. */
export function writtenSource(source: PromptSource): string {
  return source.kind === "text" ? source.text : source.ids.join(", ");
}

/** The source that was typed, or what is wrong with it. */
export function readSource(typed: string, byText: boolean): { source: PromptSource } | { problem: string } {
  if (typed.trim() === "") return { problem: "The prompt is empty: write something for the model to read." };
  if (byText) return { source: { kind: "text", text: typed } };
  const words = typed.split(/[\s,;[\]]+/).filter(Boolean);
  const wrong = words.find((word) => !/^\d+$/.test(word));
  if (wrong !== undefined) {
    return { problem: `“${wrong}” is no token id: write whole numbers, such as 3, 1, 4.` };
  }
  return { source: { kind: "ids", ids: words.map(Number), labels: null } };
}
