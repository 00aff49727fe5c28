// The lines that name prompts and directions.
import type { SetDirection, SetGroup, SetPaint, SetReference } from "@trafolab/viz";
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

/** The line that names a group, or changes one. */
export function groupCode({ name, targets, note, replaces }: SetGroup): string {
  const members = targets.length === 1 ? [targets[0]] : [targets];
  return call("lab.group", [name, ...(targets.length === 0 ? [] : members)], { note, replaces });
}

/** The line that paints the map, or takes the paint off. */
export function paintCode({ values, label, stored }: SetPaint): string {
  if (values === null && stored === null) return call("lab.paint", [null]);
  const own = label === "my numbers" ? undefined : label;
  return call("lab.paint", values === null ? [] : [values], { label: own, stored });
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
