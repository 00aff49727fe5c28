// What an act changed in the prompts, read off the history: the lines of code hold the prompts of each act. The words
// stand for the tokens, which the history does not keep; where the page has seen a prompt's tokens it takes those.
import { type HistoryEntry, visibleText } from "@trafolab/viz";
import { type Given, type GivenPrompts, readPrompt } from "../code/readPrompt";

/** The tokens of a prompt, where they are known. */
export type TokensOf = (given: Given) => readonly string[] | undefined;

/**
 * What each entry that set a prompt changed in it, by the entry's place in the history. `first` are the prompts
 * before the first entry, where they are known.
 */
export function promptChanges(
  history: readonly HistoryEntry[],
  first: GivenPrompts | null,
  tokensOf: TokensOf,
): ReadonlyMap<number, string> {
  const changes = new Map<number, string>();
  let before = first;
  history.forEach(({ kind, code, undone }, place) => {
    const now = kind === "set_prompt" && code !== null ? readPrompt(code) : null;
    // Whose tokens are not in the line.
    if (kind === "use_pair" && !undone) before = null;
    if (!now) return;
    const after = { ...now, others: now.others ?? before?.others ?? null };
    changes.set(place, described(before, after, tokensOf));
    if (!undone) before = after;
  });
  return changes;
}

function described(before: GivenPrompts | null, after: GivenPrompts, tokensOf: TokensOf): string {
  const clean = before ? difference(before.clean, after.clean, tokensOf) : null;
  const names = new Set([...Object.keys(before?.others ?? {}), ...Object.keys(after.others ?? {})]);
  const others = [...names].flatMap((name) => {
    const said = other(before?.others?.[name], after.others?.[name], tokensOf);
    return said === null ? [] : [`${name}: ${said}`];
  });
  const parts = [...(clean === null ? [] : [clean]), ...others];
  if (parts.length > 0) return parts.join("; ");
  return before ? "as it was" : shortened(after.clean);
}

function other(before: Given | undefined, after: Given | undefined, tokensOf: TokensOf): string | null {
  if (after === undefined) return "removed";
  if (before === undefined) return `new, ${shortened(after)}`;
  return difference(before, after, tokensOf);
}

/** `·Hart → ·Carroll (5)`; null where nothing differs. */
function difference(before: Given, after: Given, tokensOf: TokensOf): string | null {
  if (same(before, after)) return null;
  const known = [tokensOf(before), tokensOf(after)] as const;
  const [old, now] = known[0] && known[1] ? [known[0], known[1]] : [pieces(before), pieces(after)];
  const indexed = Boolean(known[0] && known[1]) || typeof after !== "string";
  if (old.length === now.length) return pairs(old, now, indexed);
  return between(old, now, indexed);
}

const SHOWN = 3;

function pairs(old: readonly string[], now: readonly string[], indexed: boolean): string {
  const places = now.flatMap((token, i) => (token === old[i] ? [] : [i]));
  const said = places
    .slice(0, SHOWN)
    .map((i) => `${piece(old[i])} → ${piece(now[i])}${indexed ? ` (${i})` : ""}`);
  const more = places.length - said.length;
  return said.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Of another length: what stands between the beginning and the end that both share. */
function between(old: readonly string[], now: readonly string[], indexed: boolean): string {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const run = (all: readonly string[]) => shown(all.slice(head, all.length - tail).join(""));
  const count = indexed ? `, ${old.length} → ${now.length} tokens` : "";
  return `${run(old)} → ${run(now)}${indexed ? ` (${head})` : ""}${count}`;
}

function pieces(given: Given): readonly string[] {
  return typeof given === "string" ? (given.match(/\s*\S+|\s+$/gu) ?? []) : given.map((id) => ` ${id}`);
}

const LONGEST = 28;

function piece(text: string | undefined): string {
  return shown(text ?? "");
}

function shown(text: string): string {
  return text === "" ? "nothing" : visibleText(text, LONGEST);
}

function shortened(given: Given): string {
  const text = typeof given === "string" ? given : given.join(" ");
  return `“${text.length > 48 ? `${text.slice(0, 47)}…` : text}”`;
}

function same(before: Given, after: Given): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
