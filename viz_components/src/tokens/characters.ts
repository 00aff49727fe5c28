// Characters that are spread over several tokens, read as one. Pure.

/** Tokens that are read together: those from `start` to before `end`. */
export interface Characters {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Tokens of a text in order. Bytes that are no character alone, shown as `\xc3`, stand together where they make one. */
export function characters(tokens: readonly string[]): Characters[] {
  const found: Characters[] = [];
  for (let start = 0; start < tokens.length; ) {
    const next = together(tokens, start) ?? { text: tokens[start] ?? "", start, end: start + 1 };
    found.push(next);
    start = next.end;
  }
  return found;
}

/** Bytes of the longest character. */
const LONGEST = 4;

function together(tokens: readonly string[], start: number): Characters | null {
  const bytes: number[] = [];
  for (let end = start + 1; end <= Math.min(tokens.length, start + LONGEST); end++) {
    const more = bytesOf(tokens[end - 1] ?? "");
    if (!more) return null;
    bytes.push(...more);
    const text = decoded(bytes);
    if (text !== null) return { text, start, end };
  }
  return null;
}

function bytesOf(token: string): number[] | null {
  if (!/^(\\x[0-9a-f]{2})+$/.test(token)) return null;
  return [...token.matchAll(/[0-9a-f]{2}/g)].map(([byte]) => Number.parseInt(byte, 16));
}

function decoded(bytes: readonly number[]): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}
