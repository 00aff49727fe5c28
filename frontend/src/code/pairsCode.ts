// The line that names a set of prompt pairs.
import type { SetPairs } from "@trafolab/viz";
import { given } from "./namingCode";
import { call } from "./python";

type Recipe = NonNullable<SetPairs["recipe"]>;

/** The line of Python that does what the act does. */
export function pairsCode({ name, recipe, unequal, n, seed, stored, roles }: SetPairs): string {
  if (recipe === null)
    return call("lab.pairs", [name], {
      stored: stored ?? undefined,
      roles: roles.length > 0 ? roles : undefined,
    });
  const [first, named] = said(recipe);
  return call("lab.pairs", [name, first], {
    ...named,
    unequal: unequal === "refuse" ? undefined : unequal,
    ...(n === null ? {} : { n, seed }),
  });
}

function said(recipe: Recipe): [unknown, Record<string, unknown>] {
  switch (recipe.made_from) {
    case "file":
      return [recipe.path, {}];
    case "list":
      return [recipe.pairs.map(row), {}];
    case "templates":
      return [
        single(recipe.clean),
        {
          corrupt: single(recipe.corrupt),
          answer: recipe.answer,
          slots: recipe.slots,
          distractor: recipe.distractor ?? undefined,
          first: recipe.first || undefined,
        },
      ];
    default:
      return recipe satisfies never;
  }
}

type Pair = Extract<Recipe, { made_from: "list" }>["pairs"][number];

function row({ clean, corrupt, answer, distractor, roles }: Pair): unknown[] {
  const fields = [given(clean), given(corrupt), answer, distractor];
  return Object.keys(roles).length > 0 ? [...fields, roles] : fields;
}

function single(texts: readonly string[]): unknown {
  return texts.length === 1 ? texts[0] : texts;
}
