// Two prompts of a pair, shortened to where they differ. Pure.

/** A piece of a prompt: the same in the other one, or not. */
export interface Piece {
  readonly text: string;
  readonly differs: boolean;
}

/** Words that stay on each side of what differs. */
const AROUND = 2;

/** Both texts in pieces, without the spaces around what differs; of what they have in common the words next to what differs are left, and dots for the others. */
export function differing(clean: string, corrupt: string): readonly [readonly Piece[], readonly Piece[]] {
  const [ours, theirs] = [wordsOf(clean), wordsOf(corrupt)];
  const same = ours.length === theirs.length ? wordByWord(ours, theirs) : atTheEnds(ours, theirs);
  return [pieces(ours, same[0]), pieces(theirs, same[1])];
}

/** Each with the space before it. */
function wordsOf(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
}

type Marks = readonly [readonly boolean[], readonly boolean[]];

function wordByWord(ours: readonly string[], theirs: readonly string[]): Marks {
  const differs = ours.map((word, i) => word !== theirs[i]);
  return [differs, differs];
}

/** Without as many words: all that stands between a common beginning and a common end. */
function atTheEnds(ours: readonly string[], theirs: readonly string[]): Marks {
  const shorter = Math.min(ours.length, theirs.length);
  const alike = (at: (words: readonly string[], i: number) => string | undefined, most: number) => {
    let n = 0;
    while (n < most && at(ours, n) === at(theirs, n)) n++;
    return n;
  };
  const start = alike((words, i) => words[i], shorter);
  const end = alike((words, i) => words[words.length - 1 - i], shorter - start);
  const marks = (words: readonly string[]) => words.map((_, i) => i >= start && i < words.length - end);
  return [marks(ours), marks(theirs)];
}

function pieces(words: readonly string[], marks: readonly boolean[]): Piece[] {
  const runs: { words: string[]; differs: boolean }[] = [];
  for (const [i, word] of words.entries()) {
    const [last, differs] = [runs.at(-1), marks[i] ?? false];
    if (last?.differs === differs) last.words.push(word);
    else runs.push({ words: [word], differs });
  }
  const [alone, last] = [runs.length === 1, runs.length - 1];
  return runs.flatMap(({ words, differs }, i): Piece[] => {
    const whole = words.join("");
    if (differs) return marked(whole);
    const text = alone ? whole : shortened(words, i === 0 ? 0 : AROUND, i === last ? 0 : AROUND);
    return [{ text, differs }];
  });
}

/** The space before it is no difference. */
function marked(text: string): Piece[] {
  const word = text.trimStart();
  const space = text.slice(0, text.length - word.length);
  return [...(space === "" ? [] : [{ text: space, differs: false }]), { text: word, differs: true }];
}

function shortened(words: readonly string[], first: number, last: number): string {
  // Dots are to save more than they take.
  if (words.length <= first + last + 1) return words.join("");
  const end = last === 0 ? [] : words.slice(-last);
  return `${words.slice(0, first).join("")}${first === 0 ? "" : " "}…${end.join("")}`;
}
