// What a direction is made of, in words. Pure.
import { type Contrast, type Direction, plainText, visibleText } from "@trafolab/viz";
import { SPACES } from "../../model/spaces";
import { counted } from "../../ui/numbers";

/** `mean of polite less mean of rude at resid_post.0, last token`. */
export function recipeWords(recipe: Direction["recipe"]): string {
  switch (recipe.kind) {
    case "contrast":
      return `mean of ${side(recipe.positive)} less mean of ${side(recipe.negative)}, read at ${recipe.at}, ${place(recipe.position)}`;
    case "tokens":
      return `${recipe.terms.map(({ token, weight }, i) => term(token, weight, i === 0)).join(" ")} (${SPACES[recipe.space]})`;
    case "given":
      return "a vector from code";
    default:
      return recipe satisfies never;
  }
}

function side(prompts: Contrast["positive"]): string {
  if (typeof prompts === "string") return plainText(prompts);
  return counted(prompts.length, "prompt");
}

function place(position: number | null): string {
  if (position === null) return "all positions";
  return position === -1 ? "last token" : `position ${position}`;
}

/** `·king`, `− ·man`, `+ 0.5 ·woman`. */
function term(token: string | number, weight: number, first: boolean): string {
  const size = Math.abs(weight) === 1 ? "" : `${Math.abs(weight)} `;
  const sign = weight < 0 ? "− " : first ? "" : "+ ";
  return `${sign}${size}${visibleText(String(token), 16)}`;
}
