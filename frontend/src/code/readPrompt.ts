// What a line `lab.prompt(…)` of the kernel says. It holds Python literals alone: strings, whole numbers, lists,
// dictionaries. Anything else is not understood, and said to be so.

/** A prompt as it was given. */
export type Given = string | readonly number[];

export interface GivenPrompts {
  readonly clean: Given;
  /** Null where the line leaves the counterfactuals as they are. */
  readonly others: Readonly<Record<string, Given>> | null;
}

type Literal = string | number | Literal[] | Map<Literal, Literal>;

/** The prompts that a line sets; null where it is no such line. */
export function readPrompt(code: string): GivenPrompts | null {
  const inside = /^lab\.prompt\((.*)\)$/su.exec(code)?.[1];
  if (inside === undefined) return null;
  const reader = new Reader(inside);
  try {
    const clean = given(reader.literal());
    const others = reader.takes(/\s*,\s*corrupt=/y) ? named(reader.literal()) : null;
    return clean === null ? null : { clean, others };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function named(corrupt: Literal): Record<string, Given> {
  const entries = corrupt instanceof Map ? [...corrupt] : [["corrupt", corrupt] as const];
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const prompt = given(value);
      return prompt === null ? [] : [[String(name), prompt]];
    }),
  );
}

function given(value: Literal | null): Given | null {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return null;
  return value.every((id) => typeof id === "number") ? value : null;
}

/** Reads literals from the left. */
class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Goes past what a sticky pattern matches here; null where it does not. */
  takes(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  literal(): Literal {
    const number = this.takes(/\s*(-?\d+)/y);
    if (number) return Number(number[1]);
    const string = this.takes(/\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/suy);
    if (string) return unescaped(string[1] ?? string[2] ?? "");
    if (this.takes(/\s*\[/y)) return this.#items(/\s*\]/y, () => this.literal());
    if (this.takes(/\s*\{/y)) return new Map(this.#items(/\s*\}/y, () => this.#pair()));
    throw new SyntaxError("no literal");
  }

  #pair(): [Literal, Literal] {
    const key = this.literal();
    if (!this.takes(/\s*:/y)) throw new SyntaxError("no pair");
    return [key, this.literal()];
  }

  #items<T>(end: RegExp, item: () => T): T[] {
    const items: T[] = [];
    while (!this.takes(end)) {
      if (items.length > 0 && !this.takes(/\s*,/y)) throw new SyntaxError("no comma");
      items.push(item());
    }
    return items;
  }
}

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r" };

function unescaped(inside: string): string {
  return inside.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/gsu,
    (_, two?: string, four?: string, eight?: string, other?: string) => {
      const number = two ?? four ?? eight;
      if (number !== undefined) return String.fromCodePoint(Number.parseInt(number, 16));
      return ESCAPES[other ?? ""] ?? other ?? "";
    },
  );
}
