// The lines that name prompts and directions.
import type { SetDirection, SetReference } from "@trafolab/viz";
import { call, general, keywords, python } from "./python";

type Source = SetReference["prompts"][number];

/** The line that names a set of prompts. */
export function referenceCode({ name, prompts, n, seed, stored }: SetReference): string {
  if (stored !== null) return call("lab.reference", [name], { stored });
  return call("lab.reference", [name, prompts.map(given)], n === null ? {} : { n, seed });
}

/** The line that names a direction. */
export function directionCode({ name, recipe, stored }: SetDirection): string {
  const file = keywords({ stored });
  switch (recipe.kind) {
    case "given":
      return call("lab.direction", [name], { stored: stored ?? recipe.tensor });
    case "tokens":
      return line(name, [
        `tokens={${recipe.terms.map(({ token, weight }) => `${python(token)}: ${general(weight)}`).join(", ")}}`,
        ...keywords({ space: recipe.space === "unembed" ? undefined : recipe.space }),
        ...file,
      ]);
    case "contrast":
      return line(name, [
        `positive=${side(recipe.positive)}`,
        `negative=${side(recipe.negative)}`,
        `at=${python(recipe.at)}`,
        ...(recipe.position === -1 ? [] : [`position=${python(recipe.position)}`]),
        ...file,
      ]);
    default:
      return recipe satisfies never;
  }
}

function line(name: string, said: readonly string[]): string {
  return `lab.direction(${[python(name), ...said].join(", ")})`;
}

function side(prompts: string | readonly Source[]): string {
  return python(typeof prompts === "string" ? prompts : prompts.map(given));
}

/** A prompt as it is given: its text, or its ids. */
export function given(source: Source): string | readonly number[] {
  return source.kind === "text" ? source.text : source.ids;
}
