// A set of pairs in few words. Pure.
import { type PairSet, type Prompt, plainText } from "@trafolab/viz";
import { grouped } from "../../ui/numbers";

/** `15 tokens`, or `15 to 17 tokens`. */
export function tokensIn({ lengths }: PairSet): string {
  const [least, most] = [lengths[0] ?? 0, lengths.at(-1) ?? 0];
  return least === most ? `${least} tokens` : `${least} to ${most} tokens`;
}

/** How many were of unequal length; empty where none was. */
export function leftOut({ n_left_out }: PairSet): string {
  return n_left_out === 0 ? "" : `, ${grouped(n_left_out)} left out`;
}

/** How its first clean prompts begin, and how many more there are. */
export function firstPairs({ first, n_pairs }: PairSet): string {
  const said = first.map((text) => plainText(text)).join(" / ");
  const more = n_pairs - first.length;
  return more > 0 ? `${said} / … ${grouped(more)} more` : said;
}

/** How a prompt reads, as the kernel writes those of pairs. */
export function textOf(prompt: Prompt | undefined | null): string | null {
  return prompt ? prompt.tokens.map(({ text }) => text).join("") : null;
}
