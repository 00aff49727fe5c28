/** A run of a token's text: as it is, or whitespace made visible. */
export interface TextPart {
  text: string;
  space: boolean;
}

const MARKS: Record<string, string> = {
  " ": "·",
  "\n": "↵",
  "\r": "␍",
  "\t": "⇥",
  "\u00a0": "⍽",
  "\u200b": "∅",
};
// Control, bidirectional and other invisible characters would let a token disguise itself or its neighbours.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

function mark(character: string): string | null {
  const known = MARKS[character];
  if (known !== undefined) return known;
  if (!INVISIBLE.test(character)) return null;
  return `‹${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}›`;
}

/** Splits a token's text so that every space, line end and control character can be seen. */
export function visibleParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  for (const character of text) {
    const shown = mark(character);
    const space = shown !== null;
    const last = parts.at(-1);
    if (last && last.space === space) last.text += shown ?? character;
    else parts.push({ text: shown ?? character, space });
  }
  return parts;
}

/** The same as one string, for canvases, titles and accessible names. */
export function visibleText(text: string, limit = Number.POSITIVE_INFINITY): string {
  const shown = visibleParts(text)
    .map((part) => part.text)
    .join("");
  const characters = [...shown];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : shown;
}

/** For sentences: words stay apart by spaces that break; characters that could deceive are shown. */
export function plainText(text: string): string {
  return text
    .split(/\s+/)
    .map((word) => visibleText(word))
    .join(" ");
}

/** For the names along an axis: only the space at a token's ends is marked, so that plain words stay words. */
export function labelText(text: string, limit: number): string {
  const [, before = "", middle = "", after = ""] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? [];
  const words = middle.split(" ").map((word) => visibleText(word));
  const shown = [...`${visibleText(before)}${words.join(" ")}${visibleText(after)}`];
  return shown.length > limit ? `${shown.slice(0, limit - 1).join("")}…` : shown.join("");
}
