const WORDS = [
  "<bos>",
  "Her",
  " name",
  " was",
  " Alex",
  " Hart",
  ".",
  " Tomorrow",
  " at",
  " lunch",
  " time",
  " Alex",
];

/** The prompt that the examples show. */
export const TOKENS = WORDS.map((text, id) => ({ id, text }));

/** The same with another surname. */
export const CORRUPT = TOKENS.map((token) =>
  token.id === 5 ? { id: 99, text: " Carroll", differs: true } : token,
);

type Kind = "bos" | "previous" | "duplicate" | "induction" | "self" | "flat";
const KINDS: readonly Kind[] = ["bos", "previous", "flat", "duplicate", "self", "bos", "induction", "flat"];

/** A made-up attention pattern `[query, key]` of a head: rows sum to 1, nothing looks ahead. */
export function patternOf(head: number, size = TOKENS.length): Float32Array {
  const kind = KINDS[head % KINDS.length] ?? "flat";
  const pattern = new Float32Array(size * size);
  for (let query = 0; query < size; query++) {
    const row = Array.from({ length: query + 1 }, (_, key) => score(kind, query, key, size, head));
    const sum = row.reduce((total, value) => total + value, 0);
    row.forEach((value, key) => {
      pattern[query * size + key] = value / sum;
    });
  }
  return pattern;
}

function score(kind: Kind, query: number, key: number, size: number, head: number): number {
  const noise = Math.abs(Math.sin(head * 7.13 + query * 3.7 + key * 5.91)) * 0.25;
  const strong: Record<Kind, boolean> = {
    bos: key === 0,
    previous: key === query - 1,
    duplicate: WORDS[key] === WORDS[query],
    induction: (query === size - 1 && key === 5) || (key === 0 && query < 11),
    self: key === query,
    flat: false,
  };
  return noise + (strong[kind] ? 4 : 0) + (key === 0 ? 0.6 : 0);
}
