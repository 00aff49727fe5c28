// A reference set in few words. Pure.
import { plainText, type ReferenceSet } from "@trafolab/viz";
import { grouped } from "../../ui/numbers";

/** How its prompts were chosen: `all`, or `12 of 200, seed 0`. */
export function chosenHow({ n_prompts, n_given, seed }: ReferenceSet): string {
  return seed === null ? "all of them" : `${grouped(n_prompts)} of ${grouped(n_given)}, seed ${seed}`;
}

/** How its first prompts begin, and how many more there are. */
export function firstOf({ first, n_prompts }: ReferenceSet): string {
  const more = n_prompts - first.length;
  const said = first.map((text) => plainText(text)).join(" / ");
  return more > 0 ? `${said} / … ${grouped(more)} more` : said;
}
