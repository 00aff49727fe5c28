/** The items whose text holds every word of the query: first those that begin with its first word, then those that have
 * it as a word, then those with a word that begins so. */
export function matching<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  const first = words[0] ?? "";
  const found = items
    .map((item) => ({ item, text: textOf(item).toLowerCase() }))
    .filter(({ text }) => words.every((word) => text.includes(word)));
  return found.sort((one, other) => rank(one.text, first) - rank(other.text, first)).map(({ item }) => item);
}

function rank(text: string, first: string): number {
  if (text.startsWith(first)) return 0;
  const words = text.split(/[\s(:]+/);
  if (words.includes(first)) return 1;
  return words.some((word) => word.startsWith(first)) ? 2 : 3;
}
