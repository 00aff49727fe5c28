/** The items whose text holds every word of the query, those that begin with it first. */
export function matching<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  const first = words[0] ?? "";
  const found = items
    .map((item) => ({ item, text: textOf(item).toLowerCase() }))
    .filter(({ text }) => words.every((word) => text.includes(word)));
  const leading = found.filter(({ text }) => text.startsWith(first));
  return [...leading, ...found.filter(({ text }) => !text.startsWith(first))].map(({ item }) => item);
}
