// `John` and ` John` are two tokens, and the one in the middle of a sentence is almost always the one with its space.

/** The token with a leading space that `typed` was probably meant to be; null where nobody has seen one. */
export function spaced(typed: string, seen: readonly string[]): string | null {
  const meant = ` ${typed}`;
  return typed.trim() !== "" && !/^\s/u.test(typed) && seen.includes(meant) ? meant : null;
}
